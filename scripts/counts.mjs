// A reporter for node:test that prints only its closing counts, in the form of the TAP reporter: `# tests 12`.

const CLOSING = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) \d/;

export default async function* counts(events) {
  const lines = [];
  for await (const { type, data } of events)
    if (type === 'test:diagnostic' && data.nesting === 0 && CLOSING.test(data.message))
      lines.push(`# ${data.message}\n`);
  // A moment later than the reporter for people, which closes with its list of failures.
  await new Promise((done) => setTimeout(done, 200));
  yield* lines;
}
