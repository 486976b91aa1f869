// How those who are asked again and again (log witnesses, mirrors) are left in peace after a failure.

/** Milliseconds to rest after the n-th failure in a row. */
export const rest = (failures: number): number => Math.min(60_000, 250 * 2 ** Math.min(failures, 8));

/** Waits, without keeping the process alive for it. */
export const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
