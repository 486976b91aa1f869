// What every bulletin says in the same words, in the six languages. Headings and figures have their words on the faces, by
// their codes; what is particular to a bulletin is drafted in English, and a person writes the other languages.

import type { Language } from './schema.ts';

export type Phrase = Readonly<Record<Language, string>>;

/** Phrases one after the other, in each language. */
export const joined = (...phrases: readonly Phrase[]): Phrase => {
  const of = (language: Language) => phrases.map((one) => one[language]).join(' ');
  return { en: of('en'), ar: of('ar'), ps: of('ps'), prs: of('prs'), tr: of('tr'), ur: of('ur') };
};

export const PHRASES = {
  reported: {
    en: 'What was reported in this window. A report is somebody’s account and not a finding.',
    ar: 'ما أُبلغ عنه في هذه الفترة. التقرير رواية صاحبه، وليس استنتاجًا.',
    ps: 'هغه څه چې په دې موده کې راپور شوي. راپور د چا بیان دی او موندنه نه ده.',
    prs: 'آنچه در این مدت گزارش شده است. گزارش روایت گزارش‌دهنده است و یافته نیست.',
    tr: 'Bu sürede bildirilenler. Rapor birinin anlattığıdır, bulgu değildir.',
    ur: 'جو اس مدت میں رپورٹ ہوا۔ رپورٹ کسی کا بیان ہے، نتیجہ نہیں۔',
  },
  unsaid: {
    en: 'This bulletin says what was reported to the mechanism and what it found; what nobody reported is not in it.',
    ar: 'تذكر هذه النشرة ما أُبلغت به الآلية وما استنتجته؛ أما ما لم يبلّغ عنه أحد فليس فيها.',
    ps: 'دا خبرپاڼه هغه څه وايي چې میکانیزم ته راپور شوي او چې هغه موندلي؛ هغه څه چې چا نه دي راپور کړي، پکې نشته.',
    prs: 'این خبرنامه آنچه را به سازوکار گزارش شده و آنچه را یافته است می‌گوید؛ آنچه هیچ‌کس گزارش نکرده در آن نیست.',
    tr: 'Bu bülten mekanizmaya bildirilenleri ve mekanizmanın bulduklarını söyler; kimsenin bildirmediği burada yoktur.',
    ur: 'یہ بلیٹن وہ بتاتا ہے جو نظام کو رپورٹ ہوا اور جو اس نے پایا؛ جو کسی نے رپورٹ نہیں کیا وہ اس میں نہیں۔',
  },
  looked: {
    en: 'Counts depend on how much was looked at, which is stated beside them.',
    ar: 'تتوقف الأعداد على مدى ما جرى رصده، وهو مذكور إلى جانبها.',
    ps: 'شمېرې په دې پورې اړه لري چې څومره وڅارل شول، او دا ترڅنګ یې ویل شوي دي.',
    prs: 'شمارها به اندازهٔ مشاهده بستگی دارد که در کنار آن‌ها آمده است.',
    tr: 'Sayılar ne kadarının gözlendiğine bağlıdır; bu, yanlarında belirtilir.',
    ur: 'گنتیاں اس پر منحصر ہیں کہ کتنا مشاہدہ کیا گیا، جو ان کے ساتھ درج ہے۔',
  },
  unseen: {
    en: 'No observation was logged for this window: where nobody looked, nothing is known.',
    ar: 'لم يُسجَّل أي رصد لهذه الفترة: حيث لم ينظر أحد لا يُعرف شيء.',
    ps: 'د دې مودې لپاره هېڅ څارنه نه ده ثبت شوې: چېرته چې چا ونه کتل، څه معلوم نه دي.',
    prs: 'برای این مدت هیچ مشاهده‌ای ثبت نشده است: جایی که کسی ننگریسته، چیزی دانسته نیست.',
    tr: 'Bu süre için gözlem kaydı yoktur: kimsenin bakmadığı yerde bir şey bilinmez.',
    ur: 'اس مدت کے لیے کوئی مشاہدہ درج نہیں: جہاں کسی نے نہیں دیکھا، وہاں کچھ معلوم نہیں۔',
  },
  later: {
    en: 'What would tell of movements and positions is told later, after the delay that the terms set.',
    ar: 'ما يدل على التحركات والمواقع يُذكر لاحقًا، بعد المهلة التي تحددها الشروط.',
    ps: 'هغه څه چې د حرکتونو او ځایونو په اړه وايي وروسته ویل کېږي، د هغه ځنډ نه پس چې شرایطو ټاکلی دی.',
    prs: 'آنچه از جابجایی‌ها و موضع‌ها خبر دهد دیرتر، پس از مهلتی که شرایط تعیین کرده، گفته می‌شود.',
    tr: 'Hareketlere ve mevzilere dair bilgiler daha sonra, şartların belirlediği süre geçince verilir.',
    ur: 'نقل و حرکت اور مورچوں کے بارے میں جو کچھ ہو وہ بعد میں، شرائط کی مقررہ تاخیر کے بعد بتایا جاتا ہے۔',
  },
  unlisted: {
    en: 'For want of room, some of the record is not listed here.',
    ar: 'لضيق المجال لم يُدرج هنا بعض ما في السجل.',
    ps: 'د ځای د کمښت له امله د ریکارډ ځینې برخې دلته نه دي راوړل شوې.',
    prs: 'به سبب کمبود جا، بخشی از آنچه در سابقه هست اینجا نیامده است.',
    tr: 'Yer darlığından kayıtta olanların bir kısmı burada listelenmemiştir.',
    ur: 'جگہ کی کمی کے باعث ریکارڈ کا کچھ حصہ یہاں درج نہیں۔',
  },
} as const satisfies Record<string, Phrase>;
