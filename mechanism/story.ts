// The story of an incident and of a case: everything a page needs, in order. Both sides' accounts stay whole and stand side
// by side; every clock says whose it is; every finding comes with its positions. Pure readings over what a viewer may see.

import { type Access, type AccessStatus, accessAt } from './access.ts';
import { type Case, caseClocks, type Draft, draftOf, positionsOn, type Reply } from './case.ts';
import type { Clock } from './clock.ts';
import { isBreach } from './compliance.ts';
import { type CoverageSum, coverageOf } from './coverage.ts';
import type { Claim } from './document.ts';
import type { Finding, NotJoint, Position } from './finding.ts';
import { accountsOf, type Incident, incidentFamily, standingIncident } from './incident.ts';
import { type CallNear, callsNear, type Explanation, explanations } from './notice.ts';
import { type Origins, originsOf } from './origins.ts';
import { absentIn } from './participation.ts';
import type { Report } from './report.ts';
import type { Reader, Viewer } from './state.ts';
import { inOrder, parties, partiesInOrder, terms } from './terms.ts';

/** The accounts of one organisation, oldest first. A party that gave none is there too, with none. */
export interface SideAccounts {
  readonly organisation: string;
  readonly party: boolean;
  readonly reports: readonly Report[];
}

/** One thing that happened, by whom, by which entry. `what` is a catalogue code. */
export interface Step {
  readonly at: string;
  readonly what: string;
  readonly by: string;
  readonly organisation: string;
  readonly entry: string;
  readonly because?: string;
}

export interface IncidentStory {
  readonly incident: Incident;
  /** Id of the incident that stands for it: itself, or the one into which it was merged. */
  readonly standing: string;
  /** Incidents merged into it, all the way down. */
  readonly merged: readonly Incident[];
  /** Every party, in the order of the terms for the day, then the others who gave an account. */
  readonly sides: readonly SideAccounts[];
  readonly claims: readonly Claim[];
  readonly origins: Origins;
  /** How much was looked at there and then. */
  readonly coverage: CoverageSum;
  /** Notices that might explain it: an offer, and no finding. */
  readonly explanations: readonly Explanation[];
  /** Hotline calls near it in time and place. */
  readonly calls: readonly CallNear[];
  readonly cases: readonly CaseStory[];
  /** Whether an adopted finding says that an obligation was breached: only then may it be called a violation. */
  readonly violation: boolean;
  readonly steps: readonly Step[];
}

const inTime = (steps: Step[]): Step[] => steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

/** An incident's story for a reader at `now` (UTC), or undefined when there is none that the reader may see. */
export function incidentStory(reader: Reader, id: string, now: string): IncidentStory | undefined {
  const incident = reader.get('incident', id);
  if (!incident) return undefined;
  const family = incidentFamily(reader, id);
  const reports = accountsOf(reader, incident);
  const filed = inOrder(reader, [...parties(reader), ...reports.map((one) => one.organisation)], now);
  const claims = [...new Set(family.flatMap((one) => one.claims.map((link) => link.id)))];
  const cases = family.flatMap((one) => reader.by('case', 'incident', one.id));
  return {
    incident,
    standing: standingIncident(reader, id)?.id ?? id,
    merged: family.slice(1),
    sides: filed.map((organisation) => ({
      organisation,
      party: parties(reader).includes(organisation),
      reports: reports.filter((one) => one.organisation === organisation),
    })),
    claims: claims.flatMap((one) => reader.get('claim', one) ?? []),
    origins: originsOf(reader, reports, now),
    coverage: coverageOf(reader, incident.when, incident.place),
    explanations: explanations(reader, incident),
    calls: callsNear(reader, incident),
    cases: cases.flatMap((one) => caseStory(reader, one.id, now) ?? []),
    violation: cases.some((one) => one.findings.some((finding) => isBreach(finding, terms(reader).breachStandard))),
    steps: incidentSteps(incident, reports),
  };
}

function incidentSteps(incident: Incident, reports: readonly Report[]): Step[] {
  const steps: Step[] = [
    {
      at: incident.since,
      what: 'incident.open',
      by: incident.by,
      organisation: incident.organisation,
      entry: incident.id,
    },
  ];
  for (const { id, since, by, organisation } of reports)
    steps.push({ at: since, what: 'report.file', by, organisation, entry: id });
  for (const link of [...incident.reports, ...incident.claims]) {
    if (link.entry !== incident.id)
      steps.push({ ...stepOf('incident.link', link), ...(link.because ? { because: link.because } : {}) });
  }
  for (const { undone } of incident.unlinked)
    steps.push({ ...stepOf('incident.unlink', undone), because: undone.because });
  for (const one of incident.history) {
    if (one.entry !== incident.id) steps.push({ ...stepOf(`incident.${one.what}`, one), because: one.because });
  }
  return inTime(steps);
}

const stepOf = (
  what: string,
  { at, by, organisation, entry }: { at: string; by: string; organisation: string; entry: string },
): Step => ({
  at,
  what,
  by,
  organisation,
  entry,
});

export interface DraftStory extends Draft {
  readonly stands: boolean;
  /** Every party's reply, in the order of the day; without one, `reply` is missing. */
  readonly replies: readonly { readonly organisation: string; readonly reply?: Reply }[];
}

export interface CaseStory {
  readonly case: Case;
  readonly incident: Incident | undefined;
  readonly status: 'open' | 'drafted' | 'adopted' | 'closed';
  /** The parties in the order in which they are shown today. */
  readonly parties: readonly string[];
  /** Every clock that has started, in the order of the steps. */
  readonly clocks: readonly Clock[];
  readonly team: readonly { readonly organisation: string; readonly members: Case['team'] }[];
  readonly access: readonly { readonly access: Access; readonly status: AccessStatus; readonly clock: Clock }[];
  readonly drafts: readonly DraftStory[];
  /** The findings of the draft that stands with the positions so far, until they are adopted. */
  readonly proposed: readonly {
    readonly finding: Draft['findings'][number];
    readonly positions: readonly Position[];
  }[];
  readonly findings: readonly Finding[];
  /** Who is absent from teams now, since when. */
  readonly absent: readonly NotJoint[];
  /** Everything that was done, oldest first. */
  readonly steps: readonly Step[];
}

/** A case's story for a reader at `now` (UTC), or undefined when there is none that the reader may see. */
export function caseStory(reader: Reader, id: string, now: string): CaseStory | undefined {
  const one = reader.get('case', id);
  if (!one) return undefined;
  const sides = partiesInOrder(reader, now);
  const standing = draftOf(one);
  const access = reader.by('access', 'case', id).map((row) => ({ access: row, ...accessAt(reader, row, now) }));
  return {
    case: one,
    incident: reader.get('incident', one.incident),
    status: one.closed ? 'closed' : one.adopted ? 'adopted' : standing ? 'drafted' : 'open',
    parties: sides,
    clocks: caseClocks(reader, one, now),
    team: inOrder(reader, [...sides, ...one.team.map((seat) => seat.organisation)], now).map((organisation) => ({
      organisation,
      members: one.team.filter((seat) => seat.organisation === organisation),
    })),
    access,
    drafts: one.drafts.map((draft) => ({
      ...draft,
      stands: draft === standing,
      replies: sides.map((organisation) => {
        const reply = one.replies.findLast(
          (given) => given.draft === draft.entry && given.organisation === organisation,
        );
        return { organisation, ...(reply ? { reply } : {}) };
      }),
    })),
    proposed:
      standing && !one.adopted
        ? standing.findings.map((finding) => ({ finding, positions: positionsOn(one, finding.key, sides) }))
        : [],
    findings: one.findings,
    absent: absentIn(reader, 'teams', now).map((away) => ({ ...away, why: 'absent' })),
    steps: caseSteps(one, access),
  };
}

function caseSteps(one: Case, access: CaseStory['access']): Step[] {
  const steps: Step[] = [
    stepOf('case.open', one.opened),
    ...one.acknowledged.map((mark) => stepOf('case.acknowledge', mark)),
    ...one.named.map((mark) => stepOf('case.name-team', mark)),
    ...one.evidence.map((mark) => stepOf('case.evidence', mark)),
    ...one.drafts.map((mark) => stepOf('case.draft', mark)),
    ...one.replies.map((mark) => stepOf('case.reply', mark)),
  ];
  // One entry may take a position on several findings: it is one step.
  for (const given of new Map(one.given.map((mark) => [mark.entry, mark])).values()) {
    steps.push(stepOf(`case.position.${given.position}`, given));
  }
  for (const stop of one.stops) {
    steps.push({ ...stepOf('case.stop-clock', stop.stopped), because: stop.words });
    if (stop.started) steps.push(stepOf('case.start-clock', stop.started));
  }
  for (const { access: row } of access) {
    steps.push({ at: row.since, what: 'access.ask', by: row.by, organisation: row.organisation, entry: row.id });
    for (const answer of row.answers) steps.push(stepOf(`access.${answer.answer}`, answer));
    for (const outcome of row.outcomes)
      steps.push({ ...stepOf(`access.${outcome.outcome}`, outcome), because: outcome.account });
  }
  if (one.adopted) steps.push(stepOf('case.adopt', one.adopted));
  for (const mark of new Map(
    one.findings.flatMap((f) => (f.settled ? [[f.settled.entry, f.settled] as const] : [])),
  ).values()) {
    steps.push({ ...stepOf('case.settle', mark), because: mark.words });
  }
  for (const asked of one.recommendations) {
    steps.push(stepOf('case.recommend', asked));
    steps.push(...asked.measures.map((mark) => stepOf('case.measure', mark)));
    steps.push(...asked.followUps.map((mark) => stepOf('case.follow-up', mark)));
  }
  if (one.closed) steps.push({ ...stepOf('case.close', one.closed), because: one.closed.because });
  return inTime(steps);
}

/** Kinds of entry that a viewer could write on a case now, by its seat and the state of the case. The rules decide in the end. */
export function nextSteps(reader: Reader, id: string, viewer: Viewer, now: string): string[] {
  const one = reader.get('case', id);
  if (!one || one.closed) return [];
  const { seats, organisation, member } = viewer;
  const has = (...some: string[]): boolean => seats.some((seat) => some.includes(seat));
  const party = parties(reader).includes(organisation);
  const observer = reader.get('organisation', organisation)?.role === 'observer';
  const chairs = has('chair', 'secretary') || one.team.some((seat) => seat.role === 'chair' && seat.member === member);
  const seated = one.team.some((seat) => seat.member === member) || (party && has('lead'));
  const clocks = caseClocks(reader, one, now);
  const open = (name: string) =>
    clocks.some(
      (clock) => clock.name === name && clock.state !== 'met' && clock.state !== 'missed' && clock.state !== 'late',
    );
  const draft = draftOf(one);
  const acknowledged = [one.opened, ...one.acknowledged].some((mark) => mark.organisation === organisation);
  const asked = reader.by('access', 'case', id);
  const steps: [string, boolean][] = [
    ['case.acknowledge', party && has('lead', 'liaison') && !acknowledged],
    ['case.name-team', !one.adopted && !observer && has('lead', 'liaison', 'chair', 'secretary')],
    ['access.ask', has('team', 'monitor', 'chair', 'secretary', 'liaison', 'lead')],
    [
      'access.answer',
      has('lead', 'liaison') && asked.some((row) => row.of === organisation && row.answers.length === 0),
    ],
    ['access.outcome', has('team', 'monitor', 'chair', 'secretary', 'liaison', 'lead') && asked.length > 0],
    ['case.evidence', has('team', 'monitor', 'liaison', 'lead', 'chair', 'secretary')],
    ['case.draft', !one.adopted && chairs && !open('name-team')],
    ['case.reply', !one.adopted && party && has('lead', 'liaison') && draft !== undefined],
    ['case.position', !one.adopted && seated && draft !== undefined],
    ['case.adopt', !one.adopted && chairs && draft !== undefined && !open('reply')],
    ['case.settle', one.findings.some((finding) => finding.basis !== 'joint') && has('lead', 'chair')],
    ['case.recommend', one.adopted !== undefined && chairs],
    ['case.measure', has('lead', 'liaison') && one.recommendations.some((row) => row.to === organisation)],
    [
      'case.follow-up',
      !party && one.recommendations.length > 0 && has('chair', 'secretary', 'team', 'monitor', 'lead'),
    ],
    ['case.stop-clock', chairs],
    ['case.start-clock', chairs && one.stops.some((stop) => !stop.started)],
    ['case.close', chairs],
  ];
  return steps.filter(([, may]) => may).map(([kind]) => kind);
}
