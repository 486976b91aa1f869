// Opens a record in a process of its own, so that its time and memory are nobody else's. Arguments: the folder, its origin,
// and whose rules: `lean`, or `mechanism`.

import { Rules } from '../../server/rules.ts';
import { Sequencer } from '../../server/sequencer.ts';
import { leanRules } from './appending.ts';

const [folder = '', origin = '', whose = 'lean'] = process.argv.slice(2);
const rulebook = whose === 'mechanism' ? new Rules(origin) : leanRules();
const before = performance.now();
const cpu = process.cpuUsage();
const sequencer = await Sequencer.open({
  folder,
  origin,
  rulebook,
  now: () => new Date(),
  snapshotEvery: Number.POSITIVE_INFINITY,
});
const seconds = (performance.now() - before) / 1000;
const { user, system } = process.cpuUsage(cpu);
console.log(
  JSON.stringify({
    size: sequencer.size,
    resumed: sequencer.resumed.size,
    unfit: sequencer.resumed.unfit,
    seconds,
    cpu: (user + system) / 1e6,
    megabytes: process.resourceUsage().maxRSS / 1024,
  }),
);
await sequencer.close();
