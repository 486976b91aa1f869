// sulh docs: what is generated from the code: every kind of entry, every problem, as Markdown.

import { Command } from 'commander';
import { UsageError } from './out.ts';
import { entriesPage, problemsPage } from './pages.ts';

const PAGES = { entries: entriesPage, problems: problemsPage };

export const docs = (): Command =>
  new Command('docs')
    .description('Print a page that is generated from the code: entries or problems, as Markdown.')
    .argument('<page>', Object.keys(PAGES).join(' or '))
    .addHelpText('after', '\nExample: sulh docs entries | less')
    .action((page: string) => {
      const make = PAGES[page as keyof typeof PAGES];
      if (!make) throw new UsageError(`there is no page ${page}; there are ${Object.keys(PAGES).join(' and ')}.`);
      process.stdout.write(make());
    });
