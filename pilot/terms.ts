// The terms of reference of the pilot. Names are those of the mediators' statements; lines on the map are not judged;
// words that only one side uses stay in quotations.

import { type PilotAct, six, vkey } from './act.ts';

export const PARTIES = {
  pak: six('Pakistan', 'پاکستان', 'پاکستان', 'پاکستان', 'باكستان', 'Pakistan'),
  afg: six('Afghanistan', 'افغانستان', 'افغانستان', 'افغانستان', 'أفغانستان', 'Afganistan'),
};

const APPROXIMATE = six(
  'Approximate: for demonstration and tests, never for operations.',
  'تقریبی: صرف نمائش اور جانچ کے لیے، کارروائیوں کے لیے ہرگز نہیں۔',
  'اټکلي: یوازې د ښودنې او ازموینې لپاره، هېڅکله د عملیاتو لپاره نه.',
  'تقریبی: تنها برای نمایش و آزمایش، هرگز برای عملیات نیست.',
  'تقريبي: للعرض والاختبار فقط، وليس للعمليات أبدًا.',
  'Yaklaşık: yalnızca gösterim ve deneme için, asla operasyon için değil.',
);

const crossing = (
  id: string,
  name: ReturnType<typeof six>,
  lat: number,
  lon: number,
  source: string,
  sideNames?: Record<'pak' | 'afg', ReturnType<typeof six>>,
) => ({
  id,
  kind: 'crossing',
  name,
  ...(sideNames ? { sideNames } : {}),
  point: { lat, lon, radiusKm: 2 },
  source,
  note: APPROXIMATE,
});

const EDITOR = 'set by hand from public maps, approximate';
const UCDP = (place: string) => `UCDP GED place "${place}" (CC BY 4.0), approximate`;

const CROSSINGS = [
  crossing('torkham', six('Torkham', 'طورخم', 'تورخم', 'تورخم', 'طورخم', 'Torkham'), 34.1217, 71.0942, EDITOR),
  crossing(
    'chaman-spin-boldak',
    six(
      'Chaman / Spin Boldak',
      'چمن / سپین بولدک',
      'چمن / سپین بولدک',
      'چمن / اسپین بولدک',
      'تشمان / سبين بولدك',
      'Çaman / Spin Boldak',
    ),
    30.941,
    66.44,
    `${EDITOR}; Chaman town in GeoNames 30.91769, 66.45259`,
    {
      pak: six('Chaman', 'چمن', 'چمن', 'چمن', 'تشمان', 'Çaman'),
      afg: six('Spin Boldak', 'سپین بولدک', 'سپین بولدک', 'اسپین بولدک', 'سبين بولدك', 'Spin Boldak'),
    },
  ),
  crossing(
    'ghulam-khan',
    six('Ghulam Khan', 'غلام خان', 'غلام خان', 'غلام خان', 'غلام خان', 'Gulam Han'),
    33.143889,
    70.023889,
    UCDP('Ghulam Khan town'),
  ),
  crossing(
    'angoor-adda',
    six('Angoor Adda', 'انگور اڈہ', 'انګور اډه', 'انگور اده', 'أنغور آدا', 'Angur Adda'),
    32.517778,
    69.274167,
    UCDP('Angor Adda town'),
  ),
  crossing(
    'kharlachi',
    six(
      'Kharlachi / Dand-e-Patan',
      'خرلاچی / ڈنڈ پٹان',
      'خرلاچي / ډنډ پټان',
      'خرلاچی / دند پتان',
      'خرلاتشي / دند بتان',
      'Harlaçi / Dand Patan',
    ),
    33.82796,
    69.96477,
    UCDP('Kharlāchi Kili village'),
    {
      pak: six('Kharlachi', 'خرلاچی', 'خرلاچي', 'خرلاچی', 'خرلاتشي', 'Harlaçi'),
      afg: six('Dand-e-Patan', 'ڈنڈ پٹان', 'ډنډ پټان', 'دند پتان', 'دند بتان', 'Dand Patan'),
    },
  ),
  crossing(
    'nawa-pass',
    six('Nawa Pass', 'ناوا پاس', 'ناوه لاره', 'کوتل ناوه', 'ممر ناوا', 'Nava Geçidi'),
    34.742012,
    71.183039,
    UCDP('Nawa Pass'),
  ),
];

const sector = (id: string, name: ReturnType<typeof six>) => ({
  id,
  kind: 'sector',
  name,
  source: 'sector of this demonstration, without a drawn limit',
});

const SECTORS = [
  sector(
    'sector-north',
    six('Northern sector', 'شمالی سیکٹر', 'شمالي سکتور', 'سکتور شمالی', 'القطاع الشمالي', 'Kuzey kesimi'),
  ),
  sector(
    'sector-centre',
    six('Central sector', 'وسطی سیکٹر', 'منځنی سکتور', 'سکتور مرکزی', 'القطاع الأوسط', 'Orta kesim'),
  ),
  sector(
    'sector-south',
    six('Southern sector', 'جنوبی سیکٹر', 'سوېلي سکتور', 'سکتور جنوبی', 'القطاع الجنوبي', 'Güney kesimi'),
  ),
];

const VENUES = [
  {
    id: 'doha',
    kind: 'venue',
    name: six('Doha', 'دوحہ', 'دوحه', 'دوحه', 'الدوحة', 'Doha'),
    point: { lat: 25.2854, lon: 51.531, radiusKm: 10 },
    source: 'GeoNames (CC BY 4.0)',
  },
  {
    id: 'istanbul',
    kind: 'venue',
    name: six('Istanbul', 'استنبول', 'استانبول', 'استانبول', 'إسطنبول', 'İstanbul'),
    point: { lat: 41.0138, lon: 28.9497, radiusKm: 20 },
    source: 'GeoNames (CC BY 4.0)',
  },
];

const LINE = {
  id: 'line',
  kind: 'line',
  name: six(
    'Line between the parties',
    'فریقین کے درمیان خط',
    'د دواړو اړخونو ترمنځ کرښه',
    'خط میان دو طرف',
    'الخط الفاصل بين الطرفين',
    'Taraflar arasındaki hat',
  ),
  source: 'Natural Earth 10m, drawn as disputed by these terms',
  note: six(
    'The parties hold different views of the status of this line. The mechanism does not judge it.',
    'اس خط کی حیثیت کے بارے میں فریقین کی رائے مختلف ہے۔ یہ نظام اس پر کوئی فیصلہ نہیں کرتا۔',
    'د دې کرښې د حیثیت په اړه اړخونه بېلابېل نظرونه لري. میکانیزم پرې قضاوت نه کوي.',
    'طرف‌ها دربارهٔ وضعیت این خط دیدگاه‌های متفاوت دارند. سازوکار در این باره داوری نمی‌کند.',
    'للطرفين آراء مختلفة بشأن وضع هذا الخط، ولا تبتّ الآلية فيه.',
    'Tarafların bu hattın statüsü hakkında farklı görüşleri vardır. Mekanizma bu konuda hüküm vermez.',
  ),
};

/** Words that a bulletin may not use outside quotations, and what to say instead; of either side's usage alike. */
const word = (language: string, said: string, instead: string) => ({ language, word: said, instead });
const LEXICON = [
  word('en', 'terrorist', 'armed actor'),
  word('en', 'terrorists', 'armed actors'),
  word('en', 'regime', 'authorities'),
  word('en', 'militants', 'armed actors'),
  word('en', 'martyr', 'person killed'),
  word('en', 'martyred', 'killed'),
  word('en', 'aggressor', 'party'),
  word('en', 'aggression', 'use of force'),
  word('en', 'puppet', 'authorities'),
  word('en', 'khawarij', 'armed actors'),
  word('en', 'imaginary line', 'line between the parties'),
  word('en', 'Durand Line', 'line between the parties'),
  word('ur', 'دہشت گرد', 'مسلح گروہ'),
  word('ur', 'شہید', 'ہلاک ہونے والا'),
  word('ur', 'جارحیت', 'طاقت کا استعمال'),
  word('ps', 'ترهګر', 'وسله‌واله ډله'),
  word('ps', 'شهید', 'وژل شوی'),
  word('ps', 'تیری', 'د زور کارول'),
  word('prs', 'تروریست', 'گروه مسلح'),
  word('prs', 'شهید', 'کشته‌شده'),
  word('prs', 'تجاوز', 'کاربرد زور'),
  word('ar', 'إرهابي', 'جهة مسلحة'),
  word('ar', 'شهيد', 'قتيل'),
  word('ar', 'عدوان', 'استخدام القوة'),
  word('tr', 'terörist', 'silahlı aktör'),
  word('tr', 'şehit', 'öldürülen kişi'),
  word('tr', 'saldırgan rejim', 'yetkililer'),
];

export const TERMS: readonly PilotAct[] = [
  {
    as: 'terms',
    by: ['pak/root', 'afg/root', 'tur/root'],
    kind: 'terms.adopt',
    audience: 'public',
    at: '-21d',
    body: {
      name: six(
        'Joint monitoring mechanism (Doha–Istanbul)',
        'مشترکہ نگرانی کا نظام (دوحہ–استنبول)',
        'د څارنې ګډ میکانیزم (دوحه–استانبول)',
        'سازوکار مشترک نظارت (دوحه–استانبول)',
        'آلية الرصد المشتركة (الدوحة–إسطنبول)',
        'Ortak izleme mekanizması (Doha–İstanbul)',
      ),
      purpose: six(
        'To keep one record, which nobody can rewrite, of what was promised and of what is said to have happened; to verify it jointly; and to publish what was found with every dissent.',
        'وعدوں اور بیان کردہ واقعات کا ایک ایسا ریکارڈ رکھنا جسے کوئی بدل نہ سکے؛ مل کر تصدیق کرنا؛ اور جو معلوم ہو اسے ہر اختلافی رائے کے ساتھ شائع کرنا۔',
        'د ژمنو او د هغو پېښو چې ویل کېږي شوې دي داسې یو دفتر ساتل چې هېڅوک یې بدل نه کړي؛ په ګډه یې تصدیقول؛ او موندنې د هرې مخالفې رایې سره خپرول.',
        'نگهداری یک دفتر که هیچ‌کس نتواند آن را بازنویسی کند، از آنچه وعده داده شد و آنچه گفته می‌شود رخ داده است؛ تصدیق مشترک؛ و نشر یافته‌ها با هر نظر مخالف.',
        'الاحتفاظ بسجل واحد لا يستطيع أحد إعادة كتابته لما وُعد به ولما يقال إنه حدث؛ والتحقق منه بصورة مشتركة؛ ونشر ما يُخلص إليه مع كل رأي مخالف.',
        'Verilen sözlerin ve gerçekleştiği söylenenlerin kimsenin yeniden yazamayacağı tek bir sicilini tutmak; birlikte doğrulamak; ve bulguları her karşı görüşle birlikte yayımlamak.',
      ),
      organisations: [
        { id: 'pak', role: 'party', name: PARTIES.pak, root: vkey('pak/root'), hue: 'slate', timeZone: 'Asia/Karachi' },
        { id: 'afg', role: 'party', name: PARTIES.afg, root: vkey('afg/root'), hue: 'ochre', timeZone: 'Asia/Kabul' },
        {
          id: 'tur',
          role: 'guarantor',
          name: six('Türkiye', 'ترکیہ', 'ترکیه', 'ترکیه', 'تركيا', 'Türkiye'),
          root: vkey('tur/root'),
          timeZone: 'Europe/Istanbul',
        },
        {
          id: 'qat',
          role: 'guarantor',
          name: six('Qatar', 'قطر', 'قطر', 'قطر', 'قطر', 'Katar'),
          root: vkey('qat/root'),
          timeZone: 'Asia/Qatar',
        },
        {
          id: 'obs',
          role: 'observer',
          name: six(
            'International observers',
            'بین الاقوامی مبصرین',
            'نړیوال ناظران',
            'ناظران بین‌المللی',
            'فريق المراقبين الدوليين',
            'Uluslararası gözlemciler',
          ),
          root: vkey('obs/root'),
          timeZone: 'UTC',
        },
      ],
      chair: 'tur',
      languages: ['en', 'ar', 'ps', 'prs', 'tr', 'ur'],
      partyOrder: 'alternate-daily',
      demonstration: {
        notice: six(
          'Demonstration. The talks and the five documents are public and real. The members, their keys, and every report, case, finding and figure marked as demonstration are invented. No state or organisation named here takes part.',
          'نمائش۔ مذاکرات اور پانچ دستاویزات عوامی اور حقیقی ہیں۔ ارکان، ان کی کلیدیں، اور نمائش کے طور پر نشان زد ہر رپورٹ، کیس، نتیجہ اور عدد فرضی ہے۔ یہاں نامزد کوئی ریاست یا ادارہ شریک نہیں۔',
          'ښودنه. خبرې اترې او پنځه سندونه عامه او رښتیني دي. غړي، د هغوی کیلي، او هر هغه راپور، قضیه، موندنه او شمېره چې د ښودنې په توګه نښه شوې، جوړه کړې ده. دلته یاد شوی هېڅ دولت یا سازمان برخه نه لري.',
          'نمایش. گفتگوها و پنج سند علنی و واقعی‌اند. اعضا، کلیدهایشان، و هر گزارش، قضیه، یافته و رقمی که نمایشی نشان‌گذاری شده ساختگی است. هیچ دولت یا سازمانی که اینجا نام برده شده اشتراک ندارد.',
          'عرض توضيحي. المحادثات والوثائق الخمس علنية وحقيقية. أما الأعضاء ومفاتيحهم وكل بلاغ وقضية واستنتاج ورقم موسوم بأنه توضيحي فمختلق. ولا تشارك أي دولة أو منظمة مذكورة هنا.',
          'Gösterim. Görüşmeler ve beş belge kamuya açık ve gerçektir. Üyeler, anahtarları ve gösterim olarak işaretlenen her rapor, inceleme, bulgu ve sayı kurgudur. Burada adı geçen hiçbir devlet veya kuruluş katılmamaktadır.',
        ),
      },
      places: [...CROSSINGS, ...SECTORS, LINE, ...VENUES],
      lexicon: LEXICON,
      basis: [
        {
          title: six(
            'Charter of the United Nations',
            'اقوام متحدہ کا منشور',
            'د ملګرو ملتونو منشور',
            'منشور ملل متحد',
            'ميثاق الأمم المتحدة',
            'Birleşmiş Milletler Antlaşması',
          ),
          citation: 'Article 2, paragraphs 3 and 4',
        },
      ],
    },
  },
];
