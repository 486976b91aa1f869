// A guide beside the screen: what it names in italics must be there by that very name, and all of it must have been used.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';

export class Guide {
  readonly #file: string;
  readonly #text: string;
  readonly #named: Set<string>;
  readonly #left: Set<string>;

  constructor(file: string) {
    this.#file = file;
    this.#text = readFileSync(new URL(`../docs/guides/${file}`, import.meta.url), 'utf8').replace(/\s+/g, ' ');
    this.#named = new Set([...this.#text.matchAll(/(?<!\*)\*([^*]+)\*(?!\*)/g)].map(([, name]) => name!));
    this.#left = new Set(this.#named);
  }

  /** A sentence, or a part of one, that the guide must hold for the steps that follow it. */
  says(words: string): void {
    assert.ok(this.#text.includes(words), `${this.#file} does not say: ${words}`);
  }

  /** A command of the guide, by how it begins, as the words after `sulh`. */
  command(begins: string): string[] {
    const line = [...this.#text.matchAll(/`npx sulh ([^`]+)`/g)].find(([, text]) => text!.startsWith(begins));
    assert.ok(line, `${this.#file} has no command: ${begins}`);
    return [...line[1]!.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!);
  }

  /** What the guide names, on the screen: a link, a button, a line that opens, a field, a choice or a state. */
  on(page: Page | Locator, name: string): Locator {
    assert.ok(this.#named.has(name), `${this.#file} does not name “${name}”`);
    this.#left.delete(name);
    const exact = { name, exact: true } as const;
    return page
      .getByRole('link', exact)
      .or(page.getByRole('button', exact))
      .or(page.getByLabel(name, { exact: true }))
      .or(page.locator('summary, option, h2, .state, label > span', { hasText: new RegExp(`^\\s*${name}\\s*$`) }))
      .first();
  }

  async press(page: Page | Locator, name: string): Promise<void> {
    await this.on(page, name).click();
  }

  async sees(page: Page | Locator, ...names: string[]): Promise<void> {
    for (const name of names) await this.on(page, name).waitFor({ state: 'attached' });
  }

  /** Fails with what the guide names and nobody met. */
  walked(): void {
    assert.deepEqual([...this.#left], [], `${this.#file} names what was not met`);
  }
}
