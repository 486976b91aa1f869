// Listens to a town live, as an EventSource would.

import { until } from '../../tests/until.ts';
import type { Town } from './town.ts';

export interface Heard {
  readonly event: string;
  readonly data: { readonly [name: string]: unknown };
}

export class Listener {
  text = '';
  readonly #heard: Heard[] = [];
  #taken = 0;
  readonly #abort = new AbortController();
  ended = false;

  /** Opens a stream and waits until it is there. */
  static async open(town: Town, member?: string): Promise<Listener> {
    const listener = new Listener();
    const cookie = member === undefined ? {} : { cookie: await town.signIn(member) };
    const response = await fetch(`${town.host.url}/api/records/town/live`, {
      headers: cookie as Record<string, string>,
      signal: listener.#abort.signal,
    });
    if (!response.ok) throw new Error(await response.text());
    void listener.#read(response.body!);
    await listener.next('checkpoint');
    return listener;
  }

  get entries(): { id: string; kind: string; rows: [string, string][] }[] {
    return this.#heard.filter((one) => one.event === 'entry').map((one) => one.data as never);
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    let rest = '';
    const decoder = new TextDecoder();
    try {
      for await (const bytes of body) {
        const text = decoder.decode(bytes, { stream: true });
        this.text += text;
        const blocks = (rest + text).split('\n\n');
        rest = blocks.pop()!;
        for (const block of blocks) {
          const event = /^event: (.*)$/m.exec(block)?.[1];
          const data = /^data: (.*)$/m.exec(block)?.[1];
          if (event && data) this.#heard.push({ event, data: JSON.parse(data) });
        }
      }
    } catch {}
    this.ended = true;
  }

  /** The next event of a kind that was not taken yet; undefined when the stream ends. */
  async next(event: string): Promise<Heard | undefined> {
    let found: Heard | undefined;
    await until(`the event ${event}`, () => {
      while (!found && this.#taken < this.#heard.length) {
        const one = this.#heard[this.#taken++]!;
        if (one.event === event) found = one;
      }
      return found || this.ended;
    });
    return found;
  }

  close(): void {
    this.#abort.abort();
  }
}
