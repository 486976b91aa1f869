import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Problem } from '@sulh/record';
import { Extractor, extractorOf } from '../extractor.ts';
import { accountsOf, type Compared, claimsIn, type Extraction } from '../questions.ts';
import { type Behaviour, completes, Model } from './chat.ts';
import { keep, namedActs } from './documents.ts';
import { Town } from './town.ts';

const TEXT = `Army blames raiders\n\n5 May 2025\n\n“They burned three farms,” Norvia’s army spokesman Petar Kolin said on Monday. He added that four farmers were killed.\n\nThe army said it would wait. The army said it would wait.`;
const claim = (more: object = {}) => ({
  text: '“They burned three farms,” Norvia’s army spokesman Petar Kolin said on Monday.',
  speaker: 'Petar Kolin',
  verb: 'said',
  speech: 'direct',
  kind: 'accusation',
  quote: 'They burned three farms',
  about: null,
  ...more,
});

/** Where the text and another part. */
const FARMS = {
  type: 'figure',
  assessment: 'contradiction',
  about: 'farms burned',
  values: [
    { document: 1, text: 'They burned three farms' },
    { document: 2, text: 'Two farms burned' },
  ],
};
const answers = (claims: unknown[]): Behaviour => completes(JSON.stringify({ claims }));
const tells = (contradictions: unknown[], origins: unknown[] = []): Behaviour =>
  completes(JSON.stringify({ origins, contradictions }));
const why = async (asked: () => Promise<unknown>): Promise<unknown> => {
  try {
    await asked();
  } catch (error) {
    assert.ok(error instanceof Problem, String(error));
    return error.code === 'extractor-failed' ? error.details.why : error.code;
  }
  return 'answered';
};

describe('an extractor', () => {
  let model: Model;
  before(async () => {
    model = await new Model().open();
  });
  after(() => model.close());
  beforeEach(() => {
    model.asked.length = 0;
  });
  const extractor = (more = {}) => new Extractor({ url: model.url, model: 'm-1', key: 'secret', ...more });
  const total = (one: Extraction) => Object.values(one.dropped).reduce((a, b) => a + b, 0);

  test('is sent the text once with a schema, and what it answers has spans that cut the document', async () => {
    model.behave = answers([
      claim(),
      claim({
        text: 'He added that four farmers were killed.',
        speech: 'indirect',
        quote: null,
        verb: 'added',
        kind: 'event-report',
      }),
    ]);
    const one = extractor();
    const found = await one.extract(TEXT);
    assert.equal(found.claims.length, 2);
    assert.equal(total(found), 0);
    for (const c of found.claims) {
      assert.equal(TEXT.slice(c.start, c.end), c.text);
      assert.equal(c.proposedBy, 'extractor');
      if (c.quote !== null) assert.equal(TEXT.slice(c.quoteStart!, c.quoteEnd!), c.quote);
    }
    assert.deepEqual(await one.extract(TEXT), found);
    assert.equal(model.asked.length, 1);
    const [{ body, headers, path } = assert.fail()] = model.asked;
    assert.equal(path, '/v1/chat/completions');
    assert.equal(headers.authorization, 'Bearer secret');
    const sent = JSON.parse(body) as {
      model: string;
      messages: { role: string; content: string }[];
      response_format: { type: string; json_schema: { strict: boolean } };
    };
    assert.equal(sent.model, 'm-1');
    assert.equal(sent.messages.at(-1)!.content, TEXT);
    assert.deepEqual([sent.response_format.type, sent.response_format.json_schema.strict], ['json_schema', true]);
  });

  test('that makes words up has them dropped and counted, one by one', async () => {
    model.behave = answers([
      claim(),
      claim({ text: 'They burned four farms.' }),
      claim({ quote: 'They burned four farms' }),
      claim({ speaker: 'Anton Vrel' }),
      claim({ speech: 'shouted' }),
      claim(),
      'not a claim',
      claim({
        verb: 'shouted',
        text: 'The army said it would wait.',
        speaker: 'The army',
        speech: 'indirect',
        quote: null,
      }),
      claim({ text: 'The army said it would wait.', speaker: 'The army', speech: 'indirect', quote: null }),
    ]);
    const found = await extractor().extract(TEXT);
    assert.deepEqual(found.dropped, {
      schema: 2,
      'text-not-there': 1,
      'quote-not-there': 1,
      'speaker-not-there': 1,
      twice: 1,
      'too-many': 0,
    });
    assert.equal(found.claims.length, 3);
    const [, a, b] = found.claims;
    assert.deepEqual([a!.verb, b!.verb], [null, 'said']);
    assert.ok(a!.start < b!.start, 'the same words at two places are two claims');
  });

  test('is asked what accounts retell and where they part, and what it says must stand in two of them', async () => {
    const accounts = [
      { file: 'a', text: TEXT },
      { file: 'b', text: 'Raiders were nowhere near, a farmer said. Two farms burned.\n=== 3 ===\nNobody was killed.' },
    ];
    const number = FARMS;
    const [first, second] = number.values;
    model.behave = tells(
      [
        number,
        { ...number, about: 'the same again' },
        { ...number, about: 'made up', values: [first, { document: 2, text: 'Ten farms burned' }] },
        { ...number, about: 'of one', values: [first, { document: 1, text: 'four farmers were killed' }] },
        { ...number, about: 'a third that there is not', values: [first, second, { document: 3, text: 'Nobody' }] },
        {
          ...number,
          values: [first, { document: 2, text: 'Nobody was killed' }],
          assessment: 'characterisation-differs',
        },
        { ...number, type: 'guilt' },
        { ...number, about: 'farms\u2069 burned' },
        'nothing',
      ],
      [
        { speaker: 'a farmer', retold: [{ document: 1, text: 'four farmers were killed' }, second] },
        { speaker: 'a miller', retold: [first, second] },
        { speaker: 'a farmer', retold: [first] },
        { speaker: 5, retold: [] },
      ],
    );
    const one = extractor();
    const found = await one.compare(accounts);
    assert.deepEqual(
      found.contradictions.map(({ topic, assessment, proposedBy, values }) => [
        topic,
        assessment,
        proposedBy,
        ...values.map(({ file, start, end }) => accounts.find((a) => a.file === file)!.text.slice(start, end)),
      ]),
      [
        ['farms burned', 'contradiction', 'They burned three farms', 'Two farms burned'],
        ['farms burned', 'characterisation-differs', 'They burned three farms', 'Nobody was killed'],
      ].map(([what, assessment, ...words]) => [{ code: 'proposed', what }, assessment, 'extractor', ...words]),
    );
    assert.deepEqual(
      found.origins.map(({ speaker, documents, proposedBy, evidence }) => [
        speaker,
        documents,
        proposedBy,
        evidence[0]!.spans.length,
      ]),
      [['a farmer', ['a', 'b'], 'extractor', 2]],
    );
    assert.deepEqual(found.dropped, {
      schema: 5,
      'text-not-there': 1,
      'speaker-not-there': 1,
      'one-account': 3,
      twice: 2,
      'too-many': 0,
    });
    assert.deepEqual(await one.compare(accounts), found);
    assert.equal(model.asked.length, 1);
    const { messages } = JSON.parse(model.asked[0]!.body) as { messages: { content: string }[] };
    assert.deepEqual(JSON.parse(messages.at(-1)!.content), [
      { document: 1, text: TEXT },
      { document: 2, text: accounts[1]!.text },
    ]);
    const many = Array.from({ length: 13 }, (_, i) => ({ file: `${i}`, text: 'x' }));
    assert.equal(await why(async () => one.compare(many)), 'too-large-to-read');
    const long = accounts.map((a) => ({ ...a, text: 'x'.repeat(46_000) }));
    assert.equal(await why(async () => one.compare(long)), 'too-large-to-read');
    model.behave = completes('{"origins": [], "contradictions": {}}');
    assert.equal(await why(() => one.compare([...accounts].reverse())), 'not-the-schema');
  });

  test('that answers slowly, at endless length, with garbage, a refusal or a redirect is given up by name', async () => {
    model.behave = () => undefined;
    assert.equal(await why(() => extractor({ timeoutMs: 300 }).extract(TEXT)), 'slow');
    model.behave = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    };
    assert.equal(await why(() => extractor({ timeoutMs: 300 }).extract(TEXT)), 'slow');
    let written = 0;
    model.behave = (_request, response) => {
      const more = (): void => {
        while (!response.destroyed && written < 2 ** 28 && response.write(Buffer.alloc(65_536, 32))) written += 65_536;
      };
      response.writeHead(200).on('drain', more);
      more();
    };
    assert.equal(await why(() => extractor().extract(TEXT)), 'too-long');
    assert.ok(written < 2 ** 26, `${written} bytes were taken in`);
    for (const garbage of ['no JSON', '{"claims": 5}', '[]', '{"claims": [', '']) {
      model.behave = completes(garbage);
      assert.equal(await why(() => extractor().extract(TEXT)), 'not-the-schema', garbage);
    }
    model.behave = (_request, response) => void response.writeHead(200).end('\u0000\u0001');
    assert.equal(await why(() => extractor().extract(TEXT)), 'not-the-schema');
    model.asked.length = 0;
    model.behave = (_request, response) => void response.writeHead(401).end('no');
    assert.equal(await why(() => extractor().extract(TEXT)), 'refused');
    assert.equal(model.asked.length, 1, 'a refusal is not asked again');
    model.behave = (request, response) =>
      request.path.endsWith('/completions')
        ? void response.writeHead(307, { location: '/elsewhere' }).end()
        : answers([claim()])(request, response);
    assert.equal(await why(() => extractor().extract(TEXT)), 'unreachable');
    assert.ok(
      model.asked.every((one) => one.path !== '/elsewhere'),
      'the text went nowhere else',
    );
    assert.equal(
      await why(() => new Extractor({ url: 'http://127.0.0.1:1', model: 'm' }).extract(TEXT)),
      'unreachable',
    );
  });

  test('that stumbles once is asked again, and what failed is not kept', async () => {
    model.behave = (request, response) =>
      model.asked.length === 1 ? void response.writeHead(503).end() : answers([claim()])(request, response);
    const one = extractor();
    assert.equal((await one.extract(TEXT)).claims.length, 1);
    assert.equal(model.asked.length, 2);
    model.behave = completes('garbage');
    const other = extractor();
    assert.equal(await why(() => other.extract(TEXT)), 'not-the-schema');
    model.behave = answers([claim()]);
    assert.equal((await other.extract(TEXT)).claims.length, 1);
  });

  test('whose endpoint knows no schemas is asked in words, once, and its fences and sentences are passed over', async () => {
    model.behave = (request, response) =>
      /response_format|temperature/.test(request.body)
        ? void response.writeHead(400).end()
        : completes(`Here it is:\n\`\`\`json\n${JSON.stringify({ claims: [claim()] })}\n\`\`\`\nAnything else?`)(
            request,
            response,
          );
    assert.equal((await extractor().extract(TEXT)).claims.length, 1);
    assert.equal(model.asked.length, 2);
    assert.match(model.asked[1]!.body, /The schema: \{/);
    model.behave = (_request, response) => void response.writeHead(400).end();
    assert.equal(await why(() => extractor().extract(TEXT)), 'refused');
    assert.equal(model.asked.length, 4);
  });

  test('is asked for a form that endpoints know: no bounds, every field required, none besides', () => {
    const keysOf = (form: unknown): string[] =>
      typeof form !== 'object' || form === null
        ? []
        : Object.entries(form).flatMap(([key, value]) =>
            key === 'properties'
              ? Object.values(value as object).flatMap(keysOf)
              : [key, ...keysOf(Array.isArray(value) ? { ...value } : value)],
          );
    for (const { schema } of [claimsIn(TEXT), accountsOf([])]) {
      const keys = new Set(keysOf(schema).filter((key) => !/^\d+$/.test(key)));
      const knownEverywhere = ['type', 'properties', 'items', 'required', 'additionalProperties', 'enum', 'anyOf'];
      assert.deepEqual(
        [...keys].filter((key) => !knownEverywhere.includes(key)),
        [],
      );
    }
  });

  test('is asked by two at once and no more', async () => {
    // Nobody is answered before the third was turned away.
    const third = Promise.withResolvers<void>();
    model.behave = (request, response) => void third.promise.then(() => answers([])(request, response));
    const one = extractor();
    const [first, second, last] = ['a', 'b', 'c'].map((text) => why(async () => one.extract(text)));
    assert.equal(await last, 'busy');
    third.resolve();
    assert.deepEqual([await first, await second], ['answered', 'answered']);
  });

  test('is set up by the environment alone, over HTTPS or on this machine', () => {
    const at = (url: string) => extractorOf({ SULH_EXTRACTOR_URL: url, SULH_EXTRACTOR_MODEL: 'm' });
    assert.equal(extractorOf({ SULH_EXTRACTOR_MODEL: 'm', SULH_EXTRACTOR_KEY: 'k' }), undefined);
    assert.deepEqual(at('https://models.example/v1/'), { url: 'https://models.example/v1', model: 'm' });
    assert.ok(at('http://127.0.0.1:8080/v1'));
    for (const url of ['http://models.example/v1', 'ftp://models.example', 'nonsense', 'http://127.0.0.1.example/'])
      assert.throws(() => at(url), { code: 'extractor-off' });
    assert.throws(() => extractorOf({ SULH_EXTRACTOR_URL: 'https://models.example' }), { code: 'extractor-off' });
  });
});

describe('a host with an extractor', () => {
  let model: Model;
  let town: Town;
  before(async () => {
    model = await new Model().open();
    model.behave = answers([claim()]);
    town = await Town.open({ acts: namedActs(), extractor: { url: model.url, model: 'm-1', key: 'secret' } });
  });
  after(async () => {
    await town.close();
    model.close();
  });
  const post = async <T>(path: string, member?: string, documents?: string[]) => {
    const cookie = member === undefined ? {} : { cookie: await town.signIn(member) };
    const response = await fetch(`${town.host.url}/api/records/town/${path}/extraction`, {
      method: 'POST',
      headers: { ...(documents ? { 'content-type': 'application/json' } : {}), ...cookie } as Record<string, string>,
      ...(documents ? { body: JSON.stringify({ documents }) } : {}),
    });
    const body = (await response.json()) as T & { code?: string };
    return { status: response.status, ...body };
  };
  const ask = (id: string, member?: string) => post<Extraction>(`document/${id}`, member);

  test('sends nothing while the terms do not allow it, nothing for the public, and nothing that is for few', async () => {
    const id = await keep(town, TEXT);
    assert.equal((await ask(id, 'north/lead')).code, 'extractor-not-allowed');
    assert.equal((await ask(id)).code, 'sign-in-needed');
    assert.equal(model.asked.length, 0);

    const terms = town.record.state.all('terms').at(-1)!;
    const { id: _id, audience: _a, entries: _e, since: _s, replaces: _r, ...body } = terms;
    await town.say(
      ['north/root', 'south/root', 'mediator/root'],
      'terms.adopt',
      { ...body, extractor: { allowed: true } },
      'public',
    );
    assert.equal((await ask(id)).code, 'sign-in-needed');
    const few = await keep(town, `${TEXT} `, ['mediator', 'watch']);
    assert.equal((await ask(few, 'mediator/chair')).code, 'extractor-not-allowed');
    assert.equal((await ask(few, 'north/lead')).status, 404);
    assert.equal(model.asked.length, 0);

    const found = await ask(id, 'north/lead');
    assert.equal(found.status, 200);
    assert.equal(found.claims[0]!.proposedBy, 'extractor');
    assert.equal(model.asked.length, 1);
    const other = await keep(town, 'Farms burn at Halvek\n\nTwo farms burned near the river on Sunday, a farmer said.');
    const compare = (documents: string[], member?: string) => post<Compared>('reading', member, documents);
    model.behave = tells([FARMS]);
    assert.equal((await compare([id, other])).code, 'sign-in-needed');
    assert.equal((await compare([id, few], 'north/lead')).code, 'nothing-here');
    assert.equal((await compare([id, few], 'mediator/chair')).code, 'extractor-not-allowed');
    assert.equal((await compare([id, id], 'north/lead')).code, 'bad-request');
    assert.equal((await compare([id], 'north/lead')).code, 'bad-request');
    assert.equal(model.asked.length, 1);
    const [one] = (await compare([id, other], 'north/lead')).contradictions;
    assert.deepEqual(
      one!.values.map(({ file, speaker }) => [file, speaker]),
      [
        [id, 'Norvia’s army spokesman Petar Kolin'],
        [other, 'farmer'],
      ],
      'whose words they are is told by the rules',
    );
    assert.equal(model.asked.length, 2);

    const told = town.log.find((one) => /extractor/.test(one.message));
    assert.deepEqual(told?.details, { record: 'town', document: id, by: 'north/lead', model: 'm-1' });
    assert.doesNotMatch(JSON.stringify(town.log), /secret|burned/);
  });
});
