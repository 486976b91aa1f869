import { Problem } from '@sulh/record';
import { cluster, type Decided, type Link, type Verdict } from './cluster.ts';
import { type CompanyKept, comparable, crowdThatCounts, features, logistic, Model } from './compare.ts';
import { type Incident, incidentOf } from './incident.ts';
import { Nearby } from './nearby.ts';
import { type Reason, reasonsFor } from './reasons.ts';
import { Frequencies, type FusionReport, type Prepared, prepare } from './report.ts';
import { DEFAULT_WEIGHTS, FEATURES, type Weights } from './weights.ts';

/** Pairs less likely than this are not kept, and not given out. */
export const FLOOR = 0.02;
/** Reports are regrouped together when a chain of pairs at least this likely joins them. */
const CHAIN_AT = 0.25;
/** A chain longer than this is regrouped only next to the report that changed. */
const LONGEST_CHAIN = 400;
/** At most this many pairs are kept of one report, which also bounds how many reports one incident can gather. */
const MOST_PAIRS = 128;

export type Pair = { readonly a: string; readonly b: string; readonly probability: number };
export type FusionOptions = { readonly weights?: Weights };

/** What fusion proposes for one report: which incident it belongs to, what else it was compared with, and why. */
export type Proposal = {
  readonly report: string;
  /** The incident as it stands with the report in it; a single report is an incident of its own. */
  readonly incident: Incident;
  /** The likeliest other reports, at most twenty, likeliest first, whether joined or not. */
  readonly candidates: readonly {
    readonly report: string;
    readonly probability: number;
    readonly joined: boolean;
    readonly why: readonly string[];
    readonly reasons: readonly Reason[];
  }[];
};

const CROWD = FEATURES.indexOf('crowd');

/** A kept pair: the first score (log odds), the likelihood that it gives, and the likelihood after the second look. */
type Edge = { readonly to: number; readonly score: number; readonly p: number; likely: number };

/** What two reports say for and against one incident, and how they count in the crowd around each other. */
type Look = {
  readonly evidence: number;
  /** Which part of the crowd around them could lie as near in time as they do. */
  readonly part: number;
  /** What each adds to the crowd around the other: the likelier of another incident and the nearer, the more. */
  readonly weight: number;
};

/**
 * All reports so far and the incidents they make. Adding a report compares it only with those near in place and time,
 * and regroups only what it touches. Pairs compared early keep the score they got, though names have become rarer or places
 * more crowded since: the groups then agree with those of `fuse` on nine pairs in ten or more (tested), and wholly after
 * `settle`. Nothing is lost by joining: `remove` and `decide` undo and redo at will.
 */
export class Archive {
  readonly #weights: Weights;
  readonly #model: Model;
  readonly #x = new Float64Array(FEATURES.length);
  #seen = new Frequencies();
  #nearby = new Nearby();
  readonly #reports: (Prepared | undefined)[] = [];
  readonly #slots = new Map<string, number>();
  /** How many comparable reports of likely other incidents lie around each, the nearer the more. */
  readonly #crowd: number[] = [];
  /** Scratch: a likelihood by slot, all 0 between uses. */
  readonly #mark: number[] = [];
  readonly #edges: (Edge[] | undefined)[] = [];
  /** The incident of each report, as the slot of one of its reports. */
  readonly #home: number[] = [];
  /** Members of the incidents with more than one report. */
  readonly #members = new Map<number, number[]>();
  readonly #decided = new Map<string, Map<string, Verdict>>();

  constructor(options: FusionOptions = {}) {
    this.#weights = options.weights ?? DEFAULT_WEIGHTS;
    this.#model = new Model(this.#weights);
  }

  /** How many reports there are. */
  get size(): number {
    return this.#slots.size;
  }

  has(id: string): boolean {
    return this.#slots.has(id);
  }

  /** Adds one report and says which incident it joins. Throws Problem `duplicate-report`. */
  add(report: FusionReport): Proposal {
    const slot = this.#take(report);
    const r = this.#at(slot);
    const near = this.#place(slot, r);
    this.#keep(slot, near, this.#weigh(slot, near));
    this.#lookAgain(slot);
    this.#regroup([slot]);
    return this.#propose(slot);
  }

  /** Adds many at once, as if all had been known from the start: the order given does not matter. Throws Problem `duplicate-report`. */
  addAll(reports: readonly FusionReport[]): void {
    const fresh = new Set<string>();
    for (const { id } of reports) {
      if (this.#slots.has(id) || fresh.has(id)) throw new Problem('duplicate-report', { id });
      fresh.add(id);
    }
    this.#rebuild([...this.#all(), ...reports]);
  }

  /**
   * Compares and groups everything anew. How rare a name is and how crowded a place was is then the same for all pairs,
   * however the reports arrived: afterwards an archive equals one that got all its reports at once.
   */
  settle(): void {
    this.#rebuild(this.#all());
  }

  #all(): FusionReport[] {
    return this.#reports.filter((r) => r !== undefined).map((r) => r.report);
  }

  #rebuild(reports: FusionReport[]): void {
    this.#seen = new Frequencies();
    this.#nearby = new Nearby();
    this.#reports.length = 0;
    this.#crowd.length = 0;
    this.#edges.length = 0;
    this.#mark.length = 0;
    this.#home.length = 0;
    this.#slots.clear();
    this.#members.clear();
    for (const report of reports.sort((a, b) => (a.id < b.id ? -1 : 1))) this.#take(report);
    const near = this.#reports.map((r, slot) => this.#place(slot, r as Prepared));
    // Only now is it known how rare each name is.
    const weighed = near.map((others, slot) => this.#weigh(slot, others));
    // Only now is it known how crowded each place is.
    for (const [slot, others] of near.entries()) this.#keep(slot, others, weighed[slot] as Float64Array);
    for (const slot of near.keys()) this.#lookAgain(slot, slot);
    this.#regroup(this.#reports.keys());
  }

  /** Takes one report out; its incident is regrouped without it. False when there is none of that id. */
  remove(id: string): boolean {
    const slot = this.#slots.get(id);
    if (slot === undefined) return false;
    const r = this.#at(slot);
    const touched = new Set(this.#incidentSlots(slot));
    for (const { to } of this.#edges[slot] ?? []) {
      touched.add(to);
      this.#edges[to] = this.#edges[to]?.filter((e) => e.to !== slot);
    }
    this.#nearby.remove(slot, r);
    this.#nearby.visit(r, (other) => {
      if (other === slot || !comparable(r, this.#at(other))) return false;
      this.#crowd[other] = Math.max(0, (this.#crowd[other] as number) - this.#look(slot, other).weight);
      return true;
    });
    this.#seen.count(r, -1);
    this.#dissolve(slot);
    this.#slots.delete(id);
    this.#reports[slot] = undefined;
    this.#edges[slot] = undefined;
    touched.delete(slot);
    this.#regroup(touched);
    return true;
  }

  /**
   * Keeps a person's word on two reports ("same" or "different"), over any probability; `undefined` takes it back.
   * Answers a problem, and changes nothing, when a report is unknown or earlier decisions say the contrary.
   */
  decide(a: string, b: string, verdict: Verdict | undefined): Problem | undefined {
    const x = this.#slots.get(a);
    const y = this.#slots.get(b);
    if (x === undefined) return new Problem('unknown-report', { id: a });
    if (y === undefined) return new Problem('unknown-report', { id: b });
    if (a === b) return verdict === 'different' ? new Problem('contradicting-decision', { a, b }) : undefined;
    const before = this.#decided.get(a)?.get(b);
    this.#write(a, b, undefined);
    if (verdict !== undefined && this.#contradicts(a, b, verdict)) {
      this.#write(a, b, before);
      return new Problem('contradicting-decision', { a, b });
    }
    this.#write(a, b, verdict);
    this.#regroup([x, y, ...this.#incidentSlots(x), ...this.#incidentSlots(y)]);
    return undefined;
  }

  /**
   * Says that reports are of one incident: each "same" as the first. Answers the first refusal, and then changes nothing.
   * What it did is taken back by `decide` with `undefined`.
   */
  merge(ids: readonly string[]): Problem | undefined {
    const [first] = ids;
    return this.#decideAll(first === undefined ? [] : ids.slice(1).map((id) => [first, id] as const), 'same');
  }

  /** Says that these reports are of another incident than those they are grouped with: each "different" from each left behind. */
  split(ids: readonly string[]): Problem | undefined {
    const leaving = new Set(ids);
    const pairs = ids.flatMap((id) =>
      (this.incident(id)?.reports ?? []).filter((other) => !leaving.has(other)).map((other) => [id, other] as const),
    );
    return this.#decideAll(pairs, 'different');
  }

  #decideAll(pairs: readonly (readonly [string, string])[], verdict: Verdict): Problem | undefined {
    const before = pairs.map(([a, b]) => [a, b, this.#decided.get(a)?.get(b)] as const);
    for (const [i, [a, b]] of pairs.entries()) {
      const refusal = this.decide(a, b, verdict);
      if (refusal === undefined) continue;
      for (const [x, y, was] of before.slice(0, i)) this.decide(x, y, was);
      return refusal;
    }
    return undefined;
  }

  /** The evidence on two reports, one number per feature of FEATURES. Throws Problem `unknown-report`. */
  evidence(a: string, b: string): Float64Array {
    const [x, y] = this.#both(a, b);
    const { part, weight } = this.#look(x, y);
    const features = this.#x.slice();
    features[CROWD] = Math.log1p(this.#crowdOf(x, y, part, weight));
    return features;
  }

  /** The first score of two reports and the company that they keep: what the second look goes by. */
  secondLook(a: string, b: string): { readonly score: number } & CompanyKept {
    const [x, y] = this.#both(a, b);
    const { evidence, part, weight } = this.#look(x, y);
    const score = this.#model.score(evidence, this.#crowdOf(x, y, part, weight));
    return { score, ...this.#company(x, y, true) };
  }

  #both(a: string, b: string): [number, number] {
    return [a, b].map((id) => {
      const slot = this.#slots.get(id);
      if (slot === undefined) throw new Problem('unknown-report', { id });
      return slot;
    }) as [number, number];
  }

  /** Every pair that place and time leave open to be of one incident, however unlikely: the pairs to judge for a fit. */
  comparablePairs(): [a: string, b: string][] {
    const found: [string, string][] = [];
    for (const [slot, r] of this.#reports.entries()) {
      if (r === undefined) continue;
      this.#nearby.visit(r, (other) => {
        const o = this.#at(other);
        if (other === slot || !comparable(r, o)) return false;
        if (r.id < o.id) found.push([r.id, o.id]);
        return true;
      });
    }
    return found;
  }

  /** The incident that a report is in. */
  incident(id: string): Incident | undefined {
    const slot = this.#slots.get(id);
    return slot === undefined ? undefined : this.#describe(this.#incidentSlots(slot));
  }

  /** Every incident, those with several reports and those with one, in the order of their first report's id. */
  incidents(): Incident[] {
    const found: Incident[] = [];
    for (const id of [...this.#slots.keys()].sort()) {
      const slots = this.#incidentSlots(this.#slots.get(id) as number);
      if (slots.every((s) => this.#at(s).id >= id)) found.push(this.#describe(slots));
    }
    return found;
  }

  /** Every pair that is at least FLOOR likely, with `a` before `b`, in the order of their ids. */
  pairs(): Pair[] {
    const found: Pair[] = [];
    for (const id of [...this.#slots.keys()].sort()) {
      const mine: Pair[] = [];
      const slot = this.#slots.get(id) as number;
      for (const edge of this.#edges[slot] ?? []) {
        const other = this.#at(edge.to).id;
        if (id >= other) continue;
        const probability = this.#probability(slot, edge);
        if (probability >= FLOOR) mine.push({ a: id, b: other, probability });
      }
      for (const pair of mine.sort((a, b) => (a.b < b.b ? -1 : 1))) found.push(pair);
    }
    return found;
  }

  #at(slot: number): Prepared {
    return this.#reports[slot] as Prepared;
  }

  /** Gives a report a slot and counts its names. */
  #take(report: FusionReport): number {
    if (this.#slots.has(report.id)) throw new Problem('duplicate-report', { id: report.id });
    const slot = this.#reports.length;
    const r = prepare(report, this.#seen);
    this.#seen.count(r, 1);
    this.#reports.push(r);
    this.#crowd.push(0);
    this.#edges.push(undefined);
    this.#mark.push(0);
    this.#home.push(slot);
    this.#slots.set(report.id, slot);
    return slot;
  }

  /** Puts a report on the grid; answers the comparable reports that are already there. */
  #place(slot: number, r: Prepared): number[] {
    const near: number[] = [];
    this.#nearby.visit(r, (other) => {
      if (!comparable(r, this.#at(other))) return false;
      near.push(other);
      return true;
    });
    this.#nearby.add(slot, r);
    return near;
  }

  /**
   * Compares a report with others and counts each in the crowd around the other, as far as they seem of two incidents.
   * Answers, for each, the three numbers of a Look, one after the other.
   */
  #weigh(slot: number, others: readonly number[]): Float64Array {
    const weighed = new Float64Array(others.length * 3);
    for (const [i, other] of others.entries()) {
      const { evidence, part, weight } = this.#look(slot, other);
      this.#crowd[slot] = (this.#crowd[slot] as number) + weight;
      this.#crowd[other] = (this.#crowd[other] as number) + weight;
      weighed[3 * i] = evidence;
      weighed[3 * i + 1] = part;
      weighed[3 * i + 2] = weight;
    }
    return weighed;
  }

  /** The crowd around a pair, without the pair itself, of which `part` counts. */
  #crowdOf(a: number, b: number, part: number, weight: number): number {
    const around = ((this.#crowd[a] as number) + (this.#crowd[b] as number)) / 2;
    return crowdThatCounts(this.#at(a), this.#at(b), Math.max(0, around - weight) * part);
  }

  /** Keeps the likeliest of a report's pairs. */
  #keep(slot: number, others: readonly number[], weighed: Float64Array): void {
    const edges: Edge[] = [];
    for (const [i, to] of others.entries()) {
      const crowd = this.#crowdOf(slot, to, weighed[3 * i + 1] as number, weighed[3 * i + 2] as number);
      const score = this.#model.score(weighed[3 * i] as number, crowd);
      const p = logistic(score);
      if (p >= FLOOR) edges.push({ to, score, p, likely: p });
    }
    if (edges.length > MOST_PAIRS) edges.sort((a, b) => b.p - a.p);
    for (const { to, score, p } of edges) {
      const mine = this.#edges[slot] ?? [];
      const theirs = this.#edges[to] ?? [];
      this.#edges[slot] = mine;
      this.#edges[to] = theirs;
      if (mine.length >= MOST_PAIRS) return;
      if (theirs.length >= MOST_PAIRS) continue;
      mine.push({ to, score, p, likely: p });
      theirs.push({ to: slot, score, p, likely: p });
    }
  }

  /** The second look at a report's pairs: how likely each is in the company that it keeps by first scores. Only those with slots beyond `after`. */
  #lookAgain(slot: number, after = -1): void {
    for (const edge of this.#edges[slot] ?? []) {
      if (edge.to <= after) continue;
      edge.likely = logistic(this.#model.withCompany(edge.score, this.#company(slot, edge.to, false)));
      for (const back of this.#edges[edge.to] ?? []) if (back.to === slot) back.likely = edge.likely;
    }
  }

  /** The probability of a kept pair, in the company that it keeps now. */
  #probability(a: number, { to, score }: Edge): number {
    const company = this.#company(a, to, true);
    return this.#model.probability(this.#model.withCompany(score, company));
  }

  /** Who else is likely of one incident with both of a pair, and with one only: after the second look, or by first scores. */
  #company(a: number, b: number, again: boolean): CompanyKept {
    // In the order of ids, so that both directions add up to the very same number.
    const [x, y] = this.#at(a).id < this.#at(b).id ? [a, b] : [b, a];
    const mark = this.#mark;
    let agreeing = 0;
    let rivalling = 0;
    for (const edge of this.#edges[x] ?? []) {
      const to = edge.to;
      if (to === y) continue;
      const p = again ? edge.likely : edge.p;
      mark[to] = p;
      rivalling += p;
    }
    for (const edge of this.#edges[y] ?? []) {
      const to = edge.to;
      if (to === x) continue;
      const q = again ? edge.likely : edge.p;
      const p = mark[to] ?? 0;
      agreeing += p * q;
      // p (1 - q) + q (1 - p), of which p is counted already.
      rivalling += q - 2 * p * q;
    }
    for (const { to } of this.#edges[x] ?? []) mark[to] = 0;
    return { agreeing, rivalling: Math.max(0, rivalling) };
  }

  /** The evidence on two reports, from their features, which stay in `#x`. */
  #look(a: number, b: number): Look {
    // In the order of ids, so that both directions add up to the very same number.
    const [x, y] = this.#at(a).id < this.#at(b).id ? [a, b] : [b, a];
    const { part, near } = features(this.#at(x), this.#at(y), this.#seen, this.#x);
    const evidence = this.#model.evidence(this.#x);
    return { evidence, part, weight: this.#model.apart(evidence) * near };
  }

  #incidentSlots(slot: number): readonly number[] {
    const home = this.#home[slot] as number;
    return this.#members.get(home) ?? [home];
  }

  /** Takes a report out of its incident; the others stay together. */
  #dissolve(slot: number): void {
    const rest = this.#incidentSlots(slot).filter((s) => s !== slot);
    this.#members.delete(this.#home[slot] as number);
    this.#home[slot] = slot;
    this.#group(rest);
  }

  #group(slots: readonly number[]): void {
    const home = slots[0];
    if (home === undefined) return;
    for (const s of slots) this.#home[s] = home;
    if (slots.length > 1) this.#members.set(home, [...slots]);
  }

  /** Groups anew every report that a chain of likely pairs or decisions joins to one of `changed`. */
  #regroup(changed: Iterable<number>): void {
    const done = new Set<number>();
    for (const start of changed) {
      if (done.has(start) || this.#reports[start] === undefined) continue;
      const together = this.#chain(start);
      for (const slot of together) done.add(slot);
      if (together.length === 1 && !this.#members.has(this.#home[start] as number)) continue;
      // Sorted by id, so that the order of arrival settles no tie.
      const slots = together.sort((a, b) => (this.#at(a).id < this.#at(b).id ? -1 : 1));
      const at = new Map(slots.map((slot, i) => [slot, i]));
      const links: Link[] = [];
      for (const [i, slot] of slots.entries()) {
        for (const edge of this.#edges[slot] ?? []) {
          const j = at.get(edge.to);
          if (j !== undefined && i < j) links.push({ a: i, b: j, p: this.#probability(slot, edge) });
        }
      }
      for (const slot of slots) this.#members.delete(this.#home[slot] as number);
      for (const group of cluster(slots.length, links, this.#decidedAmong(slots, at))) {
        this.#group(group.map((i) => slots[i] as number));
      }
    }
  }

  /** The reports to be grouped together with `start`: whole incidents, always. */
  #chain(start: number): number[] {
    const found = new Set<number>(this.#incidentSlots(start));
    for (const slot of found) {
      const full = found.size > LONGEST_CHAIN;
      for (const next of this.#joined(slot)) {
        if (found.has(next)) continue;
        // A long chain is cut after the neighbours of the report that changed.
        if (full && !this.#must(slot, next)) continue;
        for (const s of this.#incidentSlots(next)) found.add(s);
      }
    }
    return [...found];
  }

  *#joined(slot: number): Generator<number> {
    for (const { to, p } of this.#edges[slot] ?? []) if (p >= CHAIN_AT) yield to;
    for (const [other, verdict] of this.#decided.get(this.#at(slot).id) ?? []) {
      const to = this.#slots.get(other);
      if (to !== undefined && verdict === 'same') yield to;
    }
  }

  #must(a: number, b: number): boolean {
    return this.#decided.get(this.#at(a).id)?.get(this.#at(b).id) === 'same';
  }

  #decidedAmong(slots: readonly number[], at: ReadonlyMap<number, number>): Decided[] {
    const found: Decided[] = [];
    if (this.#decided.size === 0) return found;
    for (let i = 0; i < slots.length; i += 1) {
      for (const [other, verdict] of this.#decided.get(this.#at(slots[i] as number).id) ?? []) {
        const j = at.get(this.#slots.get(other) ?? -1);
        if (j !== undefined && i < j) found.push({ a: i, b: j, verdict });
      }
    }
    return found.sort((p, q) => p.a - q.a || p.b - q.b);
  }

  #write(a: string, b: string, verdict: Verdict | undefined): void {
    for (const [x, y] of [
      [a, b],
      [b, a],
    ] as const) {
      const row = this.#decided.get(x) ?? new Map<string, Verdict>();
      if (verdict === undefined) row.delete(y);
      else row.set(y, verdict);
      if (row.size > 0) this.#decided.set(x, row);
      else this.#decided.delete(x);
    }
  }

  /** Whether the decisions that stand already say the contrary. */
  #contradicts(a: string, b: string, verdict: Verdict): boolean {
    const sameAs = (id: string): Set<string> => {
      const found = new Set([id]);
      for (const x of found) {
        for (const [y, v] of this.#decided.get(x) ?? []) if (v === 'same') found.add(y);
      }
      return found;
    };
    const withA = sameAs(a);
    if (verdict === 'different') return withA.has(b);
    const withB = sameAs(b);
    for (const x of withA) {
      for (const [y, v] of this.#decided.get(x) ?? []) if (v === 'different' && withB.has(y)) return true;
    }
    return false;
  }

  #describe(slots: readonly number[]): Incident {
    const reports = slots.map((s) => this.#at(s));
    if (reports.length === 1) return incidentOf(reports, 1, false);
    reports.sort((a, b) => (a.id < b.id ? -1 : 1));
    const home = this.#home[slots[0] as number];
    let sum = 0;
    for (const slot of slots) {
      for (const edge of this.#edges[slot] ?? []) {
        if (edge.to > slot && this.#home[edge.to] === home) sum += this.#probability(slot, edge);
      }
    }
    const pairs = (slots.length * (slots.length - 1)) / 2;
    return incidentOf(reports, sum / pairs, this.#agreed(reports));
  }

  /** Whether people called all of these reports the same, each with some other. */
  #agreed(reports: readonly Prepared[]): boolean {
    if (this.#decided.size === 0) return false;
    const together = new Set([reports[0]!.id]);
    for (const id of together)
      for (const [other, v] of this.#decided.get(id) ?? []) if (v === 'same') together.add(other);
    return reports.every((r) => together.has(r.id));
  }

  #propose(slot: number): Proposal {
    const r = this.#at(slot);
    const mine = new Set(this.#incidentSlots(slot));
    const candidates = (this.#edges[slot] ?? [])
      .map((edge) => ({ to: edge.to, p: this.#probability(slot, edge) }))
      .sort((a, b) => b.p - a.p || (this.#at(a.to).id < this.#at(b.to).id ? -1 : 1))
      .slice(0, 20)
      .map(({ to, p }) => {
        const reasons = reasonsFor([r, this.#at(to)]);
        return {
          report: this.#at(to).id,
          probability: p,
          joined: mine.has(to),
          why: reasons.map((reason) => reason.text),
          reasons,
        };
      });
    return { report: r.id, incident: this.#describe([...mine]), candidates };
  }
}
