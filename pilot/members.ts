// Who may act for whom: positions and devices, no personal names. Each organisation enrols its own with its root key.

import { type PilotAct, six, vkey } from './act.ts';

const TITLES = {
  lead: six('Lead', 'سربراہ', 'مشر', 'سرپرست', 'رئيس الوفد', 'Temsilci'),
  liaison: six('Liaison officer', 'رابطہ افسر', 'د اړیکو افسر', 'افسر ارتباط', 'ضابط الاتصال', 'İrtibat görevlisi'),
  monitor: six('Monitor', 'نگران', 'څارونکی', 'ناظر ساحوی', 'راصد', 'İzleme görevlisi'),
  chair: six('Chair', 'صدر نشین', 'رئیس', 'رئیس', 'الرئيس', 'Başkan'),
  adviser: six('Adviser', 'مشیر', 'سلاکار', 'مشاور', 'المستشار', 'Danışman'),
  secretary: six('Secretary', 'سیکرٹری', 'منشي', 'منشی', 'أمين السر', 'Sekreter'),
};

const SEATS: Record<string, { title: keyof typeof TITLES; seats: string[] }> = {
  'pak/lead': { title: 'lead', seats: ['lead'] },
  'pak/liaison': { title: 'liaison', seats: ['liaison'] },
  'pak/monitor': { title: 'monitor', seats: ['monitor', 'team'] },
  'afg/lead': { title: 'lead', seats: ['lead'] },
  'afg/liaison': { title: 'liaison', seats: ['liaison'] },
  'afg/monitor': { title: 'monitor', seats: ['monitor', 'team'] },
  'tur/chair': { title: 'chair', seats: ['chair', 'lead'] },
  'tur/secretary': { title: 'secretary', seats: ['secretary'] },
  'tur/monitor': { title: 'monitor', seats: ['monitor', 'team'] },
  'qat/lead': { title: 'lead', seats: ['lead'] },
  'qat/monitor': { title: 'monitor', seats: ['monitor', 'team'] },
  'obs/lead': { title: 'lead', seats: ['lead'] },
  'obs/monitor': { title: 'monitor', seats: ['monitor'] },
  'obs/adviser': { title: 'adviser', seats: ['adviser'] },
};

export const MEMBERS: readonly PilotAct[] = Object.entries(SEATS).map(([member, { title, seats }]) => ({
  as: `member:${member}`,
  by: `${member.split('/')[0]}/root`,
  kind: 'member.enrol',
  audience: 'public',
  body: { member, key: vkey(member), seats, title: TITLES[title] },
}));
