// The `sulh` command. One file per command; each says what it does in plain words, or as data with --json.
// Exit codes: 0 all well, 1 something was found wrong or refused, 2 the command was used wrongly or could not run.

import { Command, CommanderError } from 'commander';
import { audit } from './audit.ts';
import { bulletin } from './bulletin.ts';
import { docs } from './docs.ts';
import { fuse } from './fuse.ts';
import { key } from './key.ts';
import { lint } from './lint.ts';
import { FAILED, fail, USAGE } from './out.ts';
import { read } from './read.ts';
import { rebuild } from './rebuild.ts';
import { report } from './report.ts';
import { start } from './start.ts';
import { verify } from './verify.ts';

const program = new Command('sulh')
  .description('A joint ceasefire monitoring mechanism on one signed record that nobody can rewrite.')
  .addHelpText(
    'after',
    `
Exit codes: 0 all well; 1 something was found wrong, or was refused; 2 used wrongly, or could not run.

Example: sulh start`,
  )
  .exitOverride()
  .showHelpAfterError('(sulh COMMAND --help tells how a command is used)');

for (const command of [start, report, bulletin, verify, audit, lint, read, fuse, key, rebuild, docs])
  program.addCommand(command().exitOverride().showHelpAfterError());

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : USAGE;
  else process.exitCode = fail(error) ?? FAILED;
}
