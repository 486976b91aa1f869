// The agreement as reported. Its text is not public: every article and obligation cites the words of documents that report
// it, and whose word that is. What documents call a demand or an offer is not here but among the talks.

import { id, type PilotAct, six, span } from './act.ts';

const PAK = { kind: 'organisation', organisation: 'pak' };
/** A document's own voice: whoever wrote it, which no side is. */
const outlet = (document: string) => ({ kind: 'non-party', name: `the outlet of document ${document}` });
const REUTERS = { kind: 'non-party', name: 'Reuters, in a photo caption' };

const FIRE = ['fire-across-line', 'ground-attack', 'shelling', 'air-or-drone-strike', 'infiltration'];

const CEASEFIRE_SPANS = [
  span('doc-001', 926, 'sign documents of a ceasefire agreement'),
  span('doc-002', 2221, 'Pakistan expressed readiness for a temporary ceasefire under that understanding'),
  span('doc-003', 567, 'leaving the temporary ceasefire in place'),
];
const COOPERATION_SPANS = [
  span('doc-001', 2400, 'produced an understanding to cooperate'),
  span('doc-002', 2149, 'both sides had agreed on the principles of cooperation'),
];

const ceasefire = (party: 'pak' | 'afg') => ({
  id: `ceasefire-${party}`,
  article: 'ceasefire',
  obligors: [party],
  beneficiaries: [party === 'pak' ? 'afg' : 'pak'],
  nature: 'forbearance',
  words: six(
    'To hold fire, as reported. How long, where, and what counts as fire the documents do not say.',
    'اطلاع کے مطابق فائر بند رکھنا۔ کتنی مدت، کہاں، اور فائر سے کیا مراد ہے، دستاویزات نہیں بتاتیں۔',
    'د راپور له مخې ډزې درول. څومره موده، چېرته او ډزې څه ته ویل کېږي، سندونه نه وايي.',
    'بنا بر گزارش، خودداری از آتش. مدت، محل و اینکه آتش چیست در اسناد نیامده است.',
    'وقف النار وفق ما ورد. ولا تذكر الوثائق المدة ولا المكان ولا ما يُعدّ إطلاق نار.',
    'Bildirildiğine göre ateşi kesmek. Süresi, yeri ve neyin ateş sayıldığı belgelerde belirtilmiyor.',
  ),
  reported: CEASEFIRE_SPANS,
  measure: { kind: 'refrain', events: FIRE },
  verification: {
    by: ['joint-team'],
    words: { en: 'By the demonstration’s joint team; the documents name no verifier.' },
  },
  mirror: `ceasefire-${party === 'pak' ? 'afg' : 'pak'}`,
});

const cooperation = (party: 'pak' | 'afg') => ({
  id: `cooperation-${party}`,
  article: 'cooperation',
  obligors: [party],
  beneficiaries: [party === 'pak' ? 'afg' : 'pak'],
  nature: 'act',
  words: six(
    'To cooperate, by principles whose content is not reported.',
    'تعاون کرنا، ایسے اصولوں کے مطابق جن کا متن معلوم نہیں۔',
    'همکاري کول، د هغو اصولو له مخې چې منځپانګه یې نه ده راپور شوې.',
    'همکاری، بر پایهٔ اصولی که محتوایشان گزارش نشده است.',
    'التعاون، وفق مبادئ لم يُذكر مضمونها.',
    'İçeriği bildirilmeyen ilkelere göre işbirliği yapmak.',
  ),
  reported: COOPERATION_SPANS,
  mirror: `cooperation-${party === 'pak' ? 'afg' : 'pak'}`,
});

export const AGREEMENT: readonly PilotAct[] = [
  {
    as: 'agreement',
    by: 'tur/secretary',
    kind: 'agreement.record',
    audience: 'public',
    at: '-19d',
    body: {
      title: six(
        'Doha agreement, as reported',
        'دوحہ معاہدہ، اطلاعات کے مطابق',
        'د دوحې هوکړه، د راپورونو له مخې',
        'توافق‌نامهٔ دوحه، بنا بر گزارش‌ها',
        'اتفاق الدوحة، وفق ما ورد',
        'Doha anlaşması, bildirildiği kadarıyla',
      ),
      known: 'as-reported',
      parties: ['pak', 'afg'],
      guarantors: ['tur', 'qat'],
      from: '2025-10-19T00:00:00Z',
      basis: [
        { kind: 'document', saidBy: REUTERS, spans: [CEASEFIRE_SPANS[0]!] },
        { kind: 'document', saidBy: PAK, spans: [CEASEFIRE_SPANS[1]!, ...COOPERATION_SPANS] },
      ],
      articles: [
        {
          id: 'ceasefire',
          title: six('Ceasefire', 'جنگ بندی', 'اوربند', 'آتش‌بس', 'وقف إطلاق النار', 'Ateşkes'),
          reported: CEASEFIRE_SPANS,
        },
        {
          id: 'cooperation',
          title: six('Cooperation', 'تعاون', 'همکاري', 'همکاری', 'التعاون', 'İşbirliği'),
          reported: COOPERATION_SPANS,
        },
        {
          id: 'territory',
          title: six(
            'Use of territory',
            'سرزمین کا استعمال',
            'د خاورې کارول',
            'استفاده از خاک',
            'استخدام الأراضي',
            'Toprakların kullanımı',
          ),
          reported: [
            span('doc-000', 1841, 'not to allow Afghan territory to be used for attacks against Pakistan'),
            span(
              'doc-000',
              6970,
              'Afghan soil must not be used for attacks on Pakistan. If this commitment is not met',
            ),
          ],
        },
      ],
      obligations: [
        ceasefire('pak'),
        ceasefire('afg'),
        cooperation('pak'),
        cooperation('afg'),
        {
          id: 'territory-afg',
          article: 'territory',
          obligors: ['afg'],
          beneficiaries: ['pak'],
          nature: 'forbearance',
          words: six(
            'Not to allow its territory to be used for attacks on the other side: an "expectation" and a "commitment" by the word of that other side alone.',
            'اپنی سرزمین دوسرے فریق پر حملوں کے لیے استعمال نہ ہونے دینا: صرف دوسرے فریق کے کہنے پر ایک ”توقع“ اور ”عہد“۔',
            'خپله خاوره پر بل اړخ د بریدونو لپاره نه پرېښودل: یوازې د بل اړخ په خبره یوه «تمه» او «ژمنه».',
            'اجازه ندادن به استفاده از خاک خود برای حمله به طرف دیگر: تنها به گفتهٔ طرف دیگر یک «انتظار» و «تعهد».',
            'عدم السماح باستخدام أراضيه لشن هجمات على الطرف الآخر: «توقّع» و«التزام» بقول الطرف الآخر وحده.',
            'Topraklarının karşı tarafa saldırı için kullanılmasına izin vermemek: yalnızca karşı tarafın sözüyle bir “beklenti” ve “taahhüt”.',
          ),
          reported: [
            span('doc-000', 1841, 'not to allow Afghan territory to be used for attacks against Pakistan'),
            span('doc-000', 7024, 'If this commitment is not met'),
          ],
          measure: { kind: 'refrain', events: ['infiltration', 'third-actor-attack'] },
          noMirror: {
            en: 'The documents report no such undertaking of the other side. They report the concern of the Afghan side over air strikes.',
          },
        },
      ],
    },
  },
  {
    as: 'agreement-in-place',
    by: 'tur/secretary',
    kind: 'agreement.account',
    audience: 'public',
    body: {
      agreement: id('agreement'),
      says: 'in-force',
      from: '2025-11-09T00:00:00Z',
      basis: {
        kind: 'document',
        saidBy: outlet('003'),
        spans: [span('doc-003', 567, 'leaving the temporary ceasefire in place')],
      },
    },
  },
  {
    as: 'ceasefire',
    by: 'tur/secretary',
    kind: 'ceasefire.declare',
    audience: 'public',
    body: {
      title: six(
        'Ceasefire of October 2025, as reported',
        'اکتوبر 2025 کی جنگ بندی، اطلاعات کے مطابق',
        'د ۲۰۲۵ د اکتوبر اوربند، د راپورونو له مخې',
        'آتش‌بس اکتوبر ۲۰۲۵، بنا بر گزارش‌ها',
        'وقف إطلاق النار في أكتوبر ٢٠٢٥، وفق ما ورد',
        'Ekim 2025 ateşkesi, bildirildiği kadarıyla',
      ),
      type: 'ceasefire',
      agreement: id('agreement'),
      from: '2025-10-15T00:00:00Z',
      words:
        'One document dates a ceasefire to 15 October; a photo caption in another dates the signing of a ceasefire agreement to 19 October. Both stand.',
      basis: {
        kind: 'document',
        saidBy: outlet('003'),
        spans: [
          span(
            'doc-003',
            1663,
            'An October 15 ceasefire temporarily eased tensions, allowing dialogue to resume under international mediation.',
          ),
        ],
      },
    },
  },
  {
    as: 'ceasefire-19-october',
    by: 'tur/secretary',
    kind: 'ceasefire.account',
    audience: 'public',
    body: {
      ceasefire: id('ceasefire'),
      says: 'in-force',
      from: '2025-10-19T00:00:00Z',
      basis: {
        kind: 'document',
        saidBy: REUTERS,
        spans: [
          span(
            'doc-001',
            926,
            'sign documents of a ceasefire agreement, during a negotiations meeting mediated by Qatar and Turkey, in Doha, Qatar, October 19, 2025',
          ),
        ],
      },
    },
  },
  {
    as: 'ceasefire-short-lived',
    by: 'tur/secretary',
    kind: 'ceasefire.account',
    audience: 'public',
    body: {
      ceasefire: id('ceasefire'),
      says: 'ended',
      from: '2025-11-09T00:00:00Z',
      basis: {
        kind: 'document',
        saidBy: PAK,
        reportedBy: 'the outlet',
        spans: [span('doc-001', 2440, 'leading to a short-lived cease-fire, according to Pakistan')],
      },
    },
  },
  {
    as: 'ceasefire-extended',
    by: 'tur/secretary',
    kind: 'ceasefire.account',
    audience: 'public',
    body: {
      ceasefire: id('ceasefire'),
      says: 'in-force',
      from: '2025-11-09T00:00:00Z',
      basis: {
        kind: 'document',
        saidBy: PAK,
        spans: [
          span('doc-000', 2521, 'But the Taliban regime used the talks to extend the ceasefire'),
          span(
            'doc-000',
            5325,
            'If Afghanistan’s soil is used for terrorism against Pakistan, the ceasefire will be invalid',
          ),
        ],
      },
    },
  },
  {
    as: 'ceasefire-in-place',
    by: 'tur/secretary',
    kind: 'ceasefire.account',
    audience: 'public',
    body: {
      ceasefire: id('ceasefire'),
      says: 'in-force',
      from: '2025-11-09T00:00:00Z',
      basis: {
        kind: 'document',
        saidBy: outlet('003'),
        spans: [span('doc-003', 567, 'leaving the temporary ceasefire in place')],
      },
    },
  },
];
