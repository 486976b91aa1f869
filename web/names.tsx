// Names come from the terms alone: parties, places, groups, standards of proof. What the terms do not name is shown by
// its id, never by a name that one side uses.

import { type Doubt, HUES, type STANDARDS, type Tables, type TermsPlace } from '@sulh/mechanism';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { createContext, use, useMemo } from 'react';
import { reading, useHere } from './api.ts';
import { useWords } from './i18n.tsx';

export interface Mechanism {
  readonly origin: string;
  readonly name: string;
  readonly vkey: string;
  readonly demo: boolean;
  readonly terms: Tables['terms'];
  readonly organisations: readonly Tables['organisation'][];
  readonly members: readonly Tables['member'][];
  readonly doubts: readonly Doubt[];
  readonly checkpoint: { readonly size: number; readonly signedAt: string; readonly witnessed: boolean };
  readonly now: string;
  readonly kinds: readonly { readonly name: string; readonly says: string; readonly seats: readonly string[] }[];
}

export const Mechanisms = createContext<Mechanism | undefined>(undefined);
export type Unfounded = Omit<Mechanism, 'terms'> & { readonly terms: null };

/** Asked again and again until the record has terms: before that nobody can follow it live. */
export const useMechanismQuery = () =>
  useQuery({
    ...reading<Mechanism | Unfounded>(useHere(), 'mechanism'),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.terms === null ? 5_000 : false),
  });

export function useMechanism(): Mechanism {
  const mechanism = use(Mechanisms);
  if (!mechanism) throw new Error('useMechanism outside of its page');
  return mechanism;
}

/** The parties in the order in which the terms show them today. */
export function partiesToday(mechanism: Pick<Mechanism, 'terms' | 'now'>): string[] {
  const listed = mechanism.terms.organisations.filter((one) => one.role === 'party').map((one) => one.id);
  if (mechanism.terms.partyOrder !== 'alternate-daily' || listed.length === 0) return listed;
  const turn = Math.floor(Date.parse(mechanism.now.slice(0, 10)) / 86_400_000) % listed.length;
  return [...listed.slice(turn), ...listed.slice(0, turn)];
}

export interface Names {
  /** The display name of an organisation. */
  organisation(id: string | undefined): string;
  /** Organisations in the order of the terms, the parties as they stand today; never in that of their ids. */
  inOrder(ids: readonly string[]): string[];
  /** Their display names, in that order. */
  together(ids: readonly string[]): string;
  role(id: string): 'party' | 'guarantor' | 'observer' | undefined;
  hue(id: string | undefined): string | undefined;
  /** An organisation or `<organisation>/<seat>`, with the seat in words. */
  member(id: string | undefined): string;
  place(id: string | undefined): string;
  placeOf(id: string | undefined): TermsPlace | undefined;
  event(kind: string): string;
  standard(standard: string): string;
  seat(seat: string): string;
  readonly parties: readonly string[];
}

export function useNames(): Names {
  const mechanism = useMechanism();
  const words = useWords();
  return useMemo(() => {
    const { terms } = mechanism;
    const parties = partiesToday(mechanism);
    const organisationOf = (id: string | undefined) => terms.organisations.find((one) => one.id === id);
    const organisation = (id: string | undefined) =>
      id === undefined ? words.t('unknown') : words.of(organisationOf(id)?.name) || id;
    const seat = (id: string) => words.maybe(`seat.${id}`, {}, id);
    const others = terms.organisations.filter((one) => one.role !== 'party').map((one) => one.id);
    const rank = new Map([...parties, ...others].map((id, i) => [id, i]));
    const inOrder = (ids: readonly string[]) =>
      [...ids].sort((a, b) => (rank.get(a) ?? rank.size) - (rank.get(b) ?? rank.size));
    return {
      parties,
      organisation,
      inOrder,
      together: (ids) => inOrder(ids).map(organisation).join(words.t('comma')),
      role: (id) => organisationOf(id)?.role,
      hue(id) {
        const found = organisationOf(id);
        if (!found) return undefined;
        if (found.hue) return found.hue;
        const at = terms.organisations.filter((one) => one.role === 'party').indexOf(found);
        return at >= 0 ? HUES[at % HUES.length] : undefined;
      },
      member(id) {
        if (id === undefined) return words.t('unknown');
        const slash = id.indexOf('/');
        if (slash < 0) return organisation(id);
        const title = mechanism.members.find((one) => one.id === id)?.title;
        const post = id.slice(slash + 1);
        return `${organisation(id.slice(0, slash))}${words.t('comma')}${title ? words.of(title) : seat(post)}`;
      },
      place: (id) => words.of(terms.places.find((one) => one.id === id)?.name) || (id ?? words.t('unknown')),
      placeOf: (id) => terms.places.find((one) => one.id === id),
      event(kind) {
        const own = terms.eventKinds.find((one) => one.id === kind);
        return own ? words.of(own.name) : words.maybe(`event.${kind}`, {}, kind);
      },
      standard(standard) {
        const renamed = terms.standards[standard as (typeof STANDARDS)[number]];
        return renamed ? words.of(renamed) : words.maybe(`standard.${standard}`, {}, standard);
      },
      seat,
    } satisfies Names;
  }, [mechanism, words]);
}
