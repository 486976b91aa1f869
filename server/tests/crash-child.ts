// Appends without end from twenty authors; says on standard output what was acknowledged, as it is acknowledged.
import { writeSync } from 'node:fs';
import { leafOf, toBase64 } from '@sulh/record';
import { author, newNote, open } from './sequencer-helpers.ts';

const sequencer = await open(process.argv[2] as string);
const say = (line: string) => writeSync(1, `${line}\n`);
sequencer.onCommitted(() => say(`checkpoint ${toBase64(Buffer.from(sequencer.checkpoint()))}`));
await Promise.all(
  Array.from({ length: 20 }, async (_, n) => {
    for (;;) {
      const note = newNote(author(n));
      const { index } = await sequencer.submit(note);
      say(`entry ${index} ${toBase64(leafOf(note))}`);
    }
  }),
);
