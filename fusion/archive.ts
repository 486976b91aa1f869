import { Problem } from '@sulh/record';
import { cluster, type Decided, type Link, type Verdict } from './cluster.ts';
import {
  type Closeness,
  type CompanyKept,
  crowdFeatures,
  features,
  logistic,
  Model,
  TYPICAL_CROWD,
} from './compare.ts';
import { type Incident, incidentOf } from './incident.ts';
import { Nearby } from './nearby.ts';
import { Pairs } from './pairs.ts';
import { type Reason, reasonsFor } from './reasons.ts';
import { Frequencies, type FusionReport, type Prepared, prepare } from './report.ts';
import { CROWDS, DEFAULT_WEIGHTS, FEATURES, type Weights } from './weights.ts';

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
  readonly #crowds = new Float64Array(CROWDS);
  readonly #close: Closeness = { part: 1, near: 0, alike: false, named: false, counted: false };
  #seen = new Frequencies();
  #nearby = new Nearby();
  readonly #reports: (Prepared | undefined)[] = [];
  readonly #slots = new Map<string, number>();
  /** How many comparable reports of likely other incidents lie around each, the nearer the more. */
  readonly #crowd: number[] = [];
  /** The same, of those that neither day nor kind nor actors tell apart. */
  readonly #alike: number[] = [];
  /** Scratch: a likelihood by slot, all 0 between uses. */
  readonly #mark: number[] = [];
  /** The kept pairs, and which of them each report is in. */
  readonly #pairs = new Pairs();
  readonly #edges: (number[] | undefined)[] = [];
  /** Scratch: the pairs compared last. */
  #compared = new Pairs();
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
    const from = this.#compare(slot);
    this.#keep(slot, from);
    this.#compared.clear();
    this.#lookAgain(slot);
    // The crowd has grown around those it may belong with: their pairs are scored anew.
    const together = this.#chain(slot);
    for (const one of together) this.#scoreAgain(one);
    for (const one of together) this.#lookAgain(one);
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
    this.#alike.length = 0;
    this.#edges.length = 0;
    this.#mark.length = 0;
    this.#home.length = 0;
    this.#slots.clear();
    this.#members.clear();
    this.#pairs.clear();
    for (const report of reports.sort((a, b) => (a.id < b.id ? -1 : 1))) this.#take(report);
    // Only now is it known how rare each name is; and when all are compared, how crowded each place is.
    const starts = this.#reports.map((_, slot) => this.#compare(slot));
    for (const [slot, from] of starts.entries()) this.#keep(slot, from, starts[slot + 1]);
    this.#compared = new Pairs();
    for (const slot of starts.keys()) this.#lookAgain(slot, slot);
    this.#regroup(this.#reports.keys());
  }

  /** Takes one report out; its incident is regrouped without it. False when there is none of that id. */
  remove(id: string): boolean {
    const slot = this.#slots.get(id);
    if (slot === undefined) return false;
    const r = this.#at(slot);
    const touched = new Set(this.#incidentSlots(slot));
    for (const pair of this.#edges[slot] ?? []) {
      const to = this.#pairs.other(pair, slot);
      touched.add(to);
      this.#edges[to] = this.#edges[to]?.filter((one) => one !== pair);
      this.#pairs.drop(pair);
    }
    this.#nearby.remove(slot, r);
    for (const other of this.#nearby.around(r)) {
      const evidence = this.#look(slot, other);
      this.#crowded(other, this.#weightOf(evidence), this.#close.alike, -1);
    }
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
    this.#once(x, y);
    const features = this.#x.slice();
    features.set(this.#crowds, FEATURES.length - CROWDS);
    return features;
  }

  /** The first score of two reports and the company that they keep: what the second look goes by. */
  secondLook(a: string, b: string): { readonly score: number } & CompanyKept {
    const [x, y] = this.#both(a, b);
    const score = this.#once(x, y);
    return { score, ...this.#company(x, y, true) };
  }

  /** The first score of any two reports. */
  #once(x: number, y: number): number {
    const evidence = this.#look(x, y);
    const pair = this.#compared.add(x, y, evidence, this.#weightOf(evidence), this.#close);
    const score = this.#score(this.#compared, pair);
    this.#compared.clear();
    return score;
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
    for (const r of this.#reports) {
      if (r === undefined) continue;
      for (const other of this.#nearby.around(r)) {
        const o = this.#at(other);
        if (r.id < o.id) found.push([r.id, o.id]);
      }
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
    for (const slot of this.#inOrder()) {
      const slots = this.#incidentSlots(slot);
      const { id } = this.#at(slot);
      if (slots.every((s) => this.#at(s).id >= id)) found.push(this.#describe(slots));
    }
    return found;
  }

  /** Every pair that is at least FLOOR likely, with `a` before `b`, in the order of their ids. */
  pairs(): Pair[] {
    const found: Pair[] = [];
    for (const slot of this.#inOrder()) {
      const { id } = this.#at(slot);
      const mine: Pair[] = [];
      for (const pair of this.#edges[slot] ?? []) {
        const other = this.#at(this.#pairs.other(pair, slot)).id;
        if (id >= other) continue;
        const probability = this.#probability(pair);
        if (probability >= FLOOR) mine.push({ a: id, b: other, probability });
      }
      for (const pair of mine.sort((a, b) => (a.b < b.b ? -1 : 1))) found.push(pair);
    }
    return found;
  }

  /** All slots, in the order of their reports' ids. */
  #inOrder(): number[] {
    const slots = [...this.#slots.values()];
    // After a rebuild they are in order already.
    const sorted = slots.every((slot, i) => i === 0 || this.#at(slots[i - 1] as number).id < this.#at(slot).id);
    return sorted ? slots : slots.sort((a, b) => (this.#at(a).id < this.#at(b).id ? -1 : 1));
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
    this.#alike.push(0);
    this.#edges.push(undefined);
    this.#mark.push(0);
    this.#home.push(slot);
    this.#slots.set(report.id, slot);
    return slot;
  }

  /**
   * Puts a report on the grid and compares it with the comparable reports already there; counts each in the crowd around the
   * other, as far as they seem of two incidents. Answers where in `#compared` its pairs begin.
   */
  #compare(slot: number): number {
    const from = this.#compared.length;
    const r = this.#at(slot);
    for (const other of this.#nearby.around(r)) {
      const evidence = this.#look(slot, other);
      const weight = this.#weightOf(evidence);
      this.#compared.add(slot, other, evidence, weight, this.#close);
      this.#crowded(slot, weight, this.#close.alike, 1);
      this.#crowded(other, weight, this.#close.alike, 1);
    }
    this.#nearby.add(slot, r);
    return from;
  }

  #crowded(slot: number, weight: number, alike: boolean, by: 1 | -1): void {
    this.#crowd[slot] = Math.max(0, (this.#crowd[slot] as number) + by * weight);
    if (alike) this.#alike[slot] = Math.max(0, (this.#alike[slot] as number) + by * weight);
  }

  /** The first score of a pair in the crowds around it now, without the pair itself; the crowds' features stay in `#crowds`. */
  #score(pairs: Pairs, pair: number): number {
    const a = pairs.a[pair] as number;
    const b = pairs.b[pair] as number;
    const weight = pairs.weight[pair] as number;
    const own = pairs.alike(pair) ? weight : 0;
    crowdFeatures(
      (this.#crowd[a] as number) - weight,
      (this.#crowd[b] as number) - weight,
      (this.#alike[a] as number) - own,
      (this.#alike[b] as number) - own,
      pairs.part[pair] as number,
      pairs.named(pair),
      pairs.counted(pair) ? 0 : TYPICAL_CROWD,
      this.#crowds,
    );
    return this.#model.score(pairs.evidence[pair] as number, this.#crowds);
  }

  /** Keeps the likeliest of a report's pairs, which lie in `#compared`. */
  #keep(slot: number, from: number, to = this.#compared.length): void {
    const compared = this.#compared;
    const likely: number[] = [];
    for (let pair = from; pair < to; pair += 1) {
      const score = this.#score(compared, pair);
      const p = logistic(score);
      if (p < FLOOR) continue;
      compared.score[pair] = score;
      compared.p[pair] = p;
      compared.likely[pair] = p;
      likely.push(pair);
    }
    if (likely.length > MOST_PAIRS) likely.sort((x, y) => (compared.p[y] as number) - (compared.p[x] as number));
    for (const pair of likely) {
      const other = compared.b[pair] as number;
      const mine = this.#edges[slot] ?? [];
      const theirs = this.#edges[other] ?? [];
      this.#edges[slot] = mine;
      this.#edges[other] = theirs;
      if (mine.length >= MOST_PAIRS) return;
      if (theirs.length >= MOST_PAIRS) continue;
      const kept = this.#pairs.take(compared, pair);
      mine.push(kept);
      theirs.push(kept);
    }
  }

  /** Scores a report's pairs in the crowds around them as they are now. */
  #scoreAgain(slot: number): void {
    for (const pair of this.#edges[slot] ?? []) {
      const score = this.#score(this.#pairs, pair);
      this.#pairs.score[pair] = score;
      this.#pairs.p[pair] = logistic(score);
    }
  }

  /** The second look at a report's pairs: how likely each is in the company that it keeps by first scores. Only those with slots beyond `after`. */
  #lookAgain(slot: number, after = -1): void {
    const pairs = this.#pairs;
    for (const pair of this.#edges[slot] ?? []) {
      if (pairs.other(pair, slot) <= after) continue;
      pairs.likely[pair] = logistic(
        this.#model.withCompany(
          pairs.score[pair] as number,
          this.#company(pairs.a[pair] as number, pairs.b[pair] as number, false),
        ),
      );
    }
  }

  /** The probability of a kept pair, in the company that it keeps now. */
  #probability(pair: number): number {
    const { a, b, score } = this.#pairs;
    const company = this.#company(a[pair] as number, b[pair] as number, true);
    return this.#model.probability(this.#model.withCompany(score[pair] as number, company));
  }

  /** Who else is likely of one incident with both of a pair, and with one only: after the second look, or by first scores. */
  #company(a: number, b: number, again: boolean): CompanyKept {
    // In the order of ids, so that both directions add up to the very same number.
    const [x, y] = this.#at(a).id < this.#at(b).id ? [a, b] : [b, a];
    const mark = this.#mark;
    let agreeing = 0;
    let rivalling = 0;
    const pairs = this.#pairs;
    const likelihood = again ? pairs.likely : pairs.p;
    for (const pair of this.#edges[x] ?? []) {
      const to = pairs.other(pair, x);
      if (to === y) continue;
      const p = likelihood[pair] as number;
      mark[to] = p;
      rivalling += p;
    }
    for (const pair of this.#edges[y] ?? []) {
      const to = pairs.other(pair, y);
      if (to === x) continue;
      const q = likelihood[pair] as number;
      const p = mark[to] as number;
      agreeing += p * q;
      // p (1 - q) + q (1 - p), of which p is counted already.
      rivalling += q - 2 * p * q;
    }
    for (const pair of this.#edges[x] ?? []) mark[pairs.other(pair, x)] = 0;
    return { agreeing, rivalling: Math.max(0, rivalling) };
  }

  /** The evidence on two reports, the same both ways. The features stay in `#x`, how they count in a crowd in `#close`. */
  #look(a: number, b: number): number {
    const x = this.#at(a);
    const y = this.#at(b);
    if (x.id < y.id) features(x, y, this.#seen, this.#x, this.#close);
    else features(y, x, this.#seen, this.#x, this.#close);
    return this.#model.evidence(this.#x);
  }

  /** What two reports add to the crowd around each other, just looked at. */
  #weightOf(evidence: number): number {
    return this.#model.apart(evidence, this.#close.named) * this.#close.near;
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
        for (const pair of this.#edges[slot] ?? []) {
          const j = at.get(this.#pairs.other(pair, slot));
          if (j !== undefined && i < j) links.push({ a: i, b: j, p: this.#probability(pair) });
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
    const own = this.#incidentSlots(start);
    if (own.length === 1 && this.#decided.size === 0 && !this.#likelyOf(start)) return [start];
    const found = new Set<number>(own);
    for (const slot of found) {
      const full = found.size > LONGEST_CHAIN;
      const join = (next: number): void => {
        // A long chain is cut after the neighbours of the report that changed.
        if (found.has(next) || (full && !this.#must(slot, next))) return;
        for (const s of this.#incidentSlots(next)) found.add(s);
      };
      for (const pair of this.#edges[slot] ?? [])
        if ((this.#pairs.p[pair] as number) >= CHAIN_AT) join(this.#pairs.other(pair, slot));
      if (this.#decided.size === 0) continue;
      for (const [other, verdict] of this.#decided.get(this.#at(slot).id) ?? []) {
        const to = this.#slots.get(other);
        if (to !== undefined && verdict === 'same') join(to);
      }
    }
    return [...found];
  }

  /** Whether a report has a pair that it is to be grouped with. */
  #likelyOf(slot: number): boolean {
    return this.#edges[slot]?.some((pair) => (this.#pairs.p[pair] as number) >= CHAIN_AT) ?? false;
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
      for (const pair of this.#edges[slot] ?? []) {
        const to = this.#pairs.other(pair, slot);
        if (to > slot && this.#home[to] === home) sum += this.#probability(pair);
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
      .map((pair) => ({ to: this.#pairs.other(pair, slot), p: this.#probability(pair) }))
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
