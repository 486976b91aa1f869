// How crossings stand: what public reports say was declared, and demonstration statements by both parties and the
// observers, which disagree in one place, as real ones do.

import { id, type PilotAct, time } from './act.ts';

const TOLD: readonly PilotAct[] = [
  {
    as: 'crossing-told-key',
    by: 'tur/secretary',
    kind: 'crossing.observe',
    audience: 'public',
    at: '-18d',
    body: {
      crossing: 'torkham',
      direction: 'both',
      categories: ['cargo', 'transit', 'pedestrians'],
      window: { from: '2025-10-12T00:00:00Z' },
      status: 'closed',
      words:
        'A kept document says that clashes "prompted Pakistan to close key crossings", without naming them or the day. That Torkham was among them, and from about this day, is as widely reported in public.',
      claims: [id('claim-clashes-crossings')],
      known: 'told',
      declaredBy: 'pak',
    },
  },
  {
    as: 'crossing-told-returnees',
    by: 'tur/secretary',
    kind: 'crossing.observe',
    audience: 'public',
    body: {
      crossing: 'torkham',
      direction: { from: 'pak', to: 'afg' },
      categories: ['returnees'],
      window: { from: '2025-11-01T00:00:00Z' },
      status: 'open',
      words: 'Public report: reopened "only for repatriation" while trade and pedestrian movement stayed suspended.',
      known: 'told',
      declaredBy: 'pak',
    },
  },
];

const demonstration = 'Demonstration, invented. ';

const SAID: readonly PilotAct[] = [
  {
    as: 'crossing-pak-chaman',
    by: 'pak/liaison',
    kind: 'crossing.declare',
    audience: 'public',
    at: '-6d',
    body: {
      crossing: 'chaman-spin-boldak',
      direction: 'both',
      categories: ['pedestrians', 'patients'],
      window: { from: time('-6d'), hours: { opens: '08:00', closes: '16:00', offset: '+05:00' } },
      status: 'open',
      words: `${demonstration}Open for pedestrians and patients with documents.`,
    },
  },
  {
    as: 'crossing-afg-chaman',
    by: 'afg/liaison',
    kind: 'crossing.declare',
    audience: 'public',
    body: {
      crossing: 'chaman-spin-boldak',
      direction: 'both',
      categories: ['pedestrians', 'patients'],
      window: { from: time('-6d') },
      status: 'restricted',
      words: `${demonstration}Patients only; pedestrians are turned back before noon.`,
    },
  },
  {
    as: 'crossing-obs-chaman',
    by: 'obs/monitor',
    kind: 'crossing.observe',
    audience: 'public',
    at: '-5d',
    body: {
      crossing: 'chaman-spin-boldak',
      direction: 'both',
      categories: ['patients'],
      window: { from: time('-6d') },
      status: 'open',
      words: `${demonstration}Patients seen passing in both directions between 09:00 and 12:00. Nothing was seen of pedestrians: no post was manned after noon.`,
      known: 'seen',
    },
  },
  {
    as: 'crossing-afg-torkham',
    by: 'afg/liaison',
    kind: 'crossing.declare',
    audience: 'public',
    at: '-3d',
    body: {
      crossing: 'torkham',
      direction: { from: 'pak', to: 'afg' },
      categories: ['returnees', 'aid'],
      window: { from: time('-3d') },
      status: 'open',
      words: `${demonstration}Open for returnees and for aid.`,
    },
  },
  {
    as: 'crossing-pak-torkham',
    by: 'pak/liaison',
    kind: 'crossing.declare',
    audience: 'public',
    body: {
      crossing: 'torkham',
      direction: { from: 'pak', to: 'afg' },
      categories: ['returnees', 'aid'],
      window: { from: time('-3d') },
      status: 'open',
      words: `${demonstration}Open for returnees and for aid.`,
    },
  },
];

export const CROSSING_STATES: readonly PilotAct[] = TOLD;
export const CROSSING_STATEMENTS: readonly PilotAct[] = SAID;
