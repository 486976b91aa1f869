// The `sulh` command. One file per command; each says what it does in plain words, or as data with --json.
// Exit codes: 0 all well, 1 something was found wrong or refused, 2 the command was used wrongly or could not run.

import { Command, CommanderError } from 'commander';
import { fail, USAGE } from './out.ts';

/** In the order and groups of the help. A command's file is loaded when it is asked for: most need no host and no database. */
const GROUPS: Record<string, Record<string, () => Promise<Command>>> = {
  'To say something in the record:': {
    report: async () => (await import('./report.ts')).report(),
    entry: async () => (await import('./entry.ts')).entry(),
    keep: async () => (await import('./keep.ts')).keep(),
    put: async () => (await import('./put.ts')).put(),
    seal: async () => (await import('./seal.ts')).seal(),
    unseal: async () => (await import('./seal.ts')).unseal(),
    erase: async () => (await import('./seal.ts')).erase(),
    bulletin: async () => (await import('./bulletin.ts')).bulletin(),
    terms: async () => (await import('./terms.ts')).terms(),
    key: async () => (await import('./key.ts')).key(),
  },
  'To trust nobody:': {
    verify: async () => (await import('./verify.ts')).verify(),
    receipt: async () => (await import('./receipt.ts')).receipt(),
    audit: async () => (await import('./audit.ts')).audit(),
    witness: async () => (await import('./witness.ts')).witness(),
    mirror: async () => (await import('./mirror.ts')).mirror(),
  },
  'To read and draft, without a host:': {
    lint: async () => (await import('./lint.ts')).lint(),
    read: async () => (await import('./read.ts')).read(),
    fuse: async () => (await import('./fuse.ts')).fuse(),
  },
  'To run a host:': {
    start: async () => (await import('./start.ts')).start(),
    rebuild: async () => (await import('./rebuild.ts')).rebuild(),
    docs: async () => (await import('./docs.ts')).docs(),
  },
};

const program = new Command('sulh')
  .description('A joint ceasefire monitoring mechanism on one signed record that nobody can rewrite.')
  .addHelpText(
    'after',
    `
Exit codes: 0 all well; 1 something was found wrong, or was refused; 2 used wrongly, or could not run.

Example: sulh start`,
  )
  .exitOverride()
  .showHelpAfterError('(sulh --help tells which commands there are)');

/** What commander throws when a command is used wrongly is taken here, for every command and the ones inside it. */
function taken(command: Command, name: string): Command {
  for (const inner of command.commands) taken(inner, `${name} ${inner.name()}`);
  return command.exitOverride().showHelpAfterError(`(${name} --help tells how it is used)`);
}

const asked = process.argv[2] ?? '';
const all = Object.entries(GROUPS).flatMap(([group, commands]) =>
  Object.entries(commands).map(([name, load]) => ({ group, name, load })),
);
const known = all.filter(({ name }) => name === asked);
for (const { group, name, load } of known.length > 0 ? known : all)
  program.addCommand(taken((await load()).helpGroup(group), `sulh ${name}`));

// Whoever reads the output may stop reading (`| head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : USAGE));

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : USAGE;
  else process.exitCode = await fail(error);
}
