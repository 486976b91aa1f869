// Short ways through the steps of a case, for tests that tell a story.

import type { Audience } from '@sulh/record';
import type { z } from 'zod';
import type { Case, DraftFinding, ReportBody } from '../index.ts';
import { type Field, idOf } from './field.ts';

export const reportBody = (more: Partial<z.input<typeof ReportBody>> = {}): z.input<typeof ReportBody> => ({
  event: 'shelling',
  when: { from: '2026-01-01T02:00:00Z', to: '2026-01-01T02:30:00Z', certainty: 'about' },
  place: { ref: 'hill', known: 'told' },
  account: 'Shells fell on the hill.',
  language: 'en',
  source: { type: 'party', directness: 'saw' },
  ...more,
});

export const report = (field: Field, by: string, more: Partial<z.input<typeof ReportBody>> = {}, audience?: Audience) =>
  field.does(by, 'report.file', reportBody(more), audience ? { audience } : {});

export const incidentBody = (reports: string[]) => ({
  event: 'shelling',
  title: { en: 'Shelling on the hill' },
  when: { from: '2026-01-01T02:00:00Z', to: '2026-01-01T02:30:00Z', certainty: 'about' },
  place: { ref: 'hill', known: 'told' },
  reports,
});

/** An incident on one report of each side. */
export function incident(field: Field, audience: Audience = 'members'): string {
  const reports = ['north/monitor', 'south/monitor'].map((by) => report(field, by, {}, audience));
  return field.does('mediator/secretary', 'incident.open', incidentBody(reports), { audience });
}

export const openCase = (field: Field, on = incident(field)): string =>
  field.does('mediator/chair', 'case.open', { incident: on, question: 'What happened on the hill?' });

export function team(field: Field, id: string, of = ['north', 'south', 'mediator']): void {
  for (const one of of) {
    const chair = one === 'mediator' ? { chair: 'mediator/chair' } : {};
    const author = one === 'mediator' ? 'mediator/chair' : `${one}/lead`;
    field.does(author, 'case.name-team', { case: id, members: [`${one}/monitor`], ...chair });
  }
}

type Drafted = z.input<typeof DraftFinding>;
export const occurrence = (standard: Drafted['standard'] = 'established'): Drafted => ({
  on: 'occurrence',
  statement: { en: 'Shells fell on the hill.' },
  standard,
  because: 'Both accounts agree.',
});
export const attribution = (to: string, standard: Drafted['standard'] = 'reasonable-grounds'): Drafted => ({
  on: 'attribution',
  to: { kind: 'party', organisation: to },
  statement: { en: `The shells came from ${to}.` },
  standard,
  because: 'The craters point there.',
});

export const draft = (field: Field, id: string, findings: Drafted[] = [occurrence(), attribution('south')]): string =>
  field.does('mediator/chair', 'case.draft', { case: id, findings, account: 'We went.', limits: 'We saw little.' });

export function replies(field: Field, id: string, on: string, of = ['north', 'south']): void {
  for (const one of of) field.does(`${one}/liaison`, 'case.reply', { case: id, draft: on, comment: false });
}

export const position = (
  field: Field,
  by: string,
  id: string,
  on: string,
  what: 'concur' | 'reservation' | 'dissent' | 'abstain',
  findings?: string[],
) =>
  field.say(by, 'case.position', {
    case: id,
    draft: on,
    position: what,
    ...(findings ? { findings } : {}),
    ...(what === 'dissent' || what === 'reservation' ? { words: `${by} sees it otherwise.` } : {}),
  });

export const theCase = (field: Field, id: string): Case => field.state.get('case', id)!;
export const NOBODY = idOf(0xffffff);
