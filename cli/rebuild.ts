// sulh rebuild: the read model made anew from the record, which alone is durable.

import { resolve } from 'node:path';
import { rebuildModel } from '@sulh/server';
import { Command } from 'commander';
import { data, say } from './out.ts';

export const rebuild = (): Command =>
  new Command('rebuild')
    .description('Make the lists and search (the read model) anew from the record. The host must be stopped.')
    .option('--data <folder>', 'data folder (SULH_DATA)', process.env.SULH_DATA ?? './.sulh')
    .option('--json', 'print data')
    .addHelpText('after', '\nExample: sulh rebuild --data ./.sulh')
    .action(async (options: { data: string; json?: boolean }) => {
      const rebuilt = await rebuildModel({
        data: resolve(options.data),
        ...(process.env.SULH_DATABASE_URL ? { database: process.env.SULH_DATABASE_URL } : {}),
      });
      if (options.json) return data(rebuilt);
      for (const { record, entries } of rebuilt) say(`${record}: ${entries} entries replayed into the read model.`);
      if (rebuilt.length === 0) say('There is no record here.');
    });
