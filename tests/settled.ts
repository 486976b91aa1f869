// When a page of ours has all that it asked for and stands still. Both run in the browser.

/** Counts what the page asks for, so that `settled` knows when it has everything. To be run before the page's own code. */
export function countAsked(): void {
  let open = 0;
  const ask = globalThis.fetch;
  globalThis.fetch = async (...args) => {
    open += 1;
    try {
      const answer = await ask(...args);
      // It is there when its words are: they are read by whoever asked, and once more here.
      await answer.clone().arrayBuffer();
      return answer;
    } finally {
      open -= 1;
    }
  };
  const streams: EventSource[] = [];
  const Stream = globalThis.EventSource;
  globalThis.EventSource = class extends Stream {
    constructor(url: string | URL, init?: EventSourceInit) {
      super(url, init);
      streams.push(this);
    }
  };
  const asked = () => open + streams.filter((one) => one.readyState === Stream.CONNECTING).length;
  Object.assign(globalThis, { asked });
}

/** Waits until the page stands still, after going to `path` as a link does, if one is given. Throws with what it lacks. */
export async function settled(path?: string): Promise<void> {
  const { asked } = globalThis as unknown as { asked(): number };
  let still = 0;
  const moved = new MutationObserver(() => {
    still = 0;
  });
  moved.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  if (path !== undefined) history.pushState(null, '', path);
  const lacking = (): string => {
    const coming = document.querySelector('.loading, [data-ready=false], [aria-busy=true]');
    if (coming) return coming.outerHTML.slice(0, 100);
    if (!document.querySelector('main :is(h1, form, button)')) return 'a heading';
    if (asked() > 0) return `${asked()} answers`;
    if (document.fonts.status === 'loading') return 'fonts';
    if ([...document.images].some((one) => !one.complete)) return 'pictures';
    if (document.getAnimations().some((one) => one.playState === 'running')) return 'the end of an animation';
    return '';
  };
  try {
    for (let tries = 0; still < 5; tries += 1) {
      if (tries > 6_000)
        throw new Error(`${location.pathname} does not come to rest: it waits for ${lacking() || 'itself'}`);
      await new Promise((done) => setTimeout(done, 20));
      still = lacking() ? 0 : still + 1;
    }
  } finally {
    moved.disconnect();
  }
}
