// The server's public face: open a host, found a record, make a read model anew, and the catalogue of problems.

export { startDemoWitnesses } from './demonstration.ts';
export { type ExtractorOptions, extractorOf } from './extractor.ts';
export {
  type Act,
  type DemoKey,
  demoKeysOf,
  demoRootOf,
  type Founded,
  type FoundingOptions,
  found,
  foundIn,
} from './founding.ts';
export { HEALTH_SENTENCES, type HealthCode } from './health.ts';
export { type Host, type HostOptions, openHost, rebuildModel, recordsIn } from './host.ts';
export { type Known, PROBLEM_TYPE, PROBLEMS, type ProblemBody, problemBody } from './problems.ts';
export { OpenRecord, originOf } from './records.ts';
export { type Committed, type Receipt, Sequencer, type SequencerOptions } from './sequencer.ts';
export { SIGN_IN_FORMAT, signInText } from './session.ts';
export { cookieOf } from './site.ts';
