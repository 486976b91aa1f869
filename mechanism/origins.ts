// How many truly saw it. Retellings of one statement are one account: accounts are counted by origin and by side, never
// by how many repeat them.

import type { Report } from './report.ts';
import type { Reader } from './state.ts';
import { inOrder } from './terms.ts';

/** Where an account comes from: what it says itself, else, if somebody told it, its teller's organisation; else its own observer. */
export function originOf(report: Report): string {
  if (report.source.origin) return `origin ${report.source.origin.trim().toLowerCase()}`;
  return report.source.directness.startsWith('told') ? `told ${report.organisation}` : `seen ${report.by}`;
}

export interface Origins {
  readonly count: number;
  /** Origins by the organisation that filed them, in the order of the terms; an origin that two filed counts for each. */
  readonly by: readonly {
    readonly organisation: string;
    readonly origins: number;
    readonly reports: readonly string[];
  }[];
}

/** Independent origins of some reports, withdrawn ones left out. */
export function originsOf(reader: Reader, reports: readonly Report[], at: string): Origins {
  const standing = reports.filter((one) => one.status !== 'withdrawn');
  const organisations = inOrder(
    reader,
    standing.map((one) => one.organisation),
    at,
  );
  return {
    count: new Set(standing.map(originOf)).size,
    by: organisations.map((organisation) => {
      const own = standing.filter((one) => one.organisation === organisation);
      return { organisation, origins: new Set(own.map(originOf)).size, reports: own.map((one) => one.id) };
    }),
  };
}
