/**
 * Tells the article from what the page put around it: site chrome, bylines and biographies, addresses, captions,
 * read-more links, date lines. Also the title, the day of publication and the outlet where the page states them.
 */
import { patternsOfWords } from './beginnings.ts';
import { DIGIT, LETTER, runsOf } from './characters.ts';
import { datelineDay, fullDateIn } from './dates.ts';
import type { Span } from './shape.ts';
import { beginningOf, contentWords, fold, isSpace, type Line, linesOf, STOP, spacedWords } from './text.ts';
import { isWord } from './words.ts';

export type LineRole = 'title' | 'prose' | 'heading' | 'caption' | 'furniture';

export interface LaidLine extends Line {
  readonly role: LineRole;
}

export interface Layout {
  readonly lines: readonly LaidLine[];
  /** Paragraphs of the article: prose lines, joined where the page broke them by width. */
  readonly paragraphs: readonly Line[];
  readonly furniture: readonly Span[];
  readonly title: Line | null;
  readonly published: string | null;
  readonly outlet: string | null;
}

/** Asked of one line after another. */
const ofLines = patternsOfWords();
const AGENCIES =
  '(?:Reuters|AFP|AP|Associated Press|Getty Images?|Getty|EPA|Xinhua|Anadolu|AA|TASS|ANI|PTI|APP|DPA|dpa|UPI|BBC|CNN|Al Jazeera|EFE|ANSA|Kyodo|Bloomberg|Shutterstock|iStock|Handout|File|Screengrab|Courtesy)';

/** Pictures in a row, with their captions, however many. */
const GALLERY =
  /^(?:Hide [Cc]aption(?: \d+ of \d+)?|CLOSE|Close video|Previous Next) \p{Lu}|\bHide [Cc]aption(?: \d+ of \d+)?$/u;
/** Whole lines that no article contains, of the given kinds. */
const lineOf = (kinds: readonly string[]): RegExp => new RegExp(`^(?:[-–•*] )?(?:${kinds.join('|')})[.!:]?$`, 'iu');
/** Those that begin with a word. */
const CHROME = ofLines(
  lineOf([
    'skip to (?:main |primary )?content',
    'top stor(?:y|ies)',
    '(?:most|more) (?:read|popular|viewed|watched|shared|from|on|in|stories|news)\\b.{0,60}',
    'trending(?: now| news| topics)?',
    'latest(?: news| stories| updates)?',
    'breaking(?: news)?',
    '(?:related|recommended|similar|suggested|further)(?: (?:news|articles?|stories|posts?|topics|reading|content|coverage|links?|videos?|for you))?:?',
    'you (?:may|might|could) (?:also )?(?:like|be interested.*|have missed).{0,40}',
    'recommended for you',
    "editor[’']?s?[’']? picks?",
    'read (?:next|this next)',
    'up next',
    'advertisements?.{0,30}',
    'sponsored.{0,40}',
    'promoted.{0,40}',
    'story continues below.{0,40}',
    'article continues (?:below|after).{0,40}',
    '(?:sign|signing) (?:up|(?:the|our|this) petition).{0,140}',
    'subscribe.{0,140}',
    '(?:join|follow) (?:us|our|the conversation|@).{0,120}',
    'get (?:the|our) .{0,60}(?:newsletter|inbox|app|alerts).{0,80}',
    'share(?: (?:this|on|via|the|or comment)\\b.{0,50}| ?[:|].{0,40})?',
    '(?:facebook|twitter|x|whats ?app|telegram|linkedin|reddit|pinterest|instagram|youtube|tiktok|messenger|e-?mail|print|copy link|link copied!?|bookmark|save(?: article)?|gift(?: article)?)(?: ?[|·•/,] ?.{0,80})?',
    'listen(?: to (?:this )?(?:article|story))?.{0,30}',
    'leave a (?:comment|reply).{0,30}',
    '(?:\\d+ )?comments?(?: ?\\(?\\d*\\)?)',
    '(?:view|show|see|load|post|add|write) (?:all |more |a |your )?comments?.{0,40}',
    'see what people are discussing',
    'your email address will not be published.{0,120}',
    'required fields are marked.{0,10}',
    'save my name,? e-?mail.{0,120}',
    '(?:scroll|back|go|return) to (?:the )?(?:top|home(?: ?page)?)',
    '(?:home|menu|search|close|log ?in|log ?out|sign in|register|login|navigation|toggle .{0,30}|my account|live tv|watch live|e-?paper|edition.{0,30})',
    '(?:accept|reject|manage)(?: all| cookies| preferences)?',
    'privacy(?: policy)?.{0,60}',
    'terms (?:of (?:use|service|sale)|(?:and|&) conditions).{0,60}',
    '(?:tags?|topics?|keywords?|categor(?:y|ies)|filed under|sections?)(?: ?[:|].{0,200})?',
    '(?:read|see|watch|view) (?:more|also|all|full|original)(?: ?(?:[:|–—-]|here|about|on) ?.{0,200})?',
    '(?:also read|also watch|now watch|must read|more|read|watch|see|listen|related|in pictures|in pics|explainer|opinion|live updates) ?[|:–—>»-]+ ?.{0,200}',
    '(?:for more .{0,60},? )?(?:download|install|get) (?:the|our) .{0,80}',
    'image (?:copyright|source|credit)\\b.{0,60}|image caption',
    '(?:m[aá]s informaci[oó]n|lire aussi|lesen sie (?:auch|mehr)|leia (?:tamb[eé]m|mais)|leggi anche) ?:.{0,200}',
    '(?:you must be|please) log(?:ged)? ?in.{0,60}|log ?in (?:or|to|with).{0,60}|\\d+ ?shares?|report(?: an error.{0,60})?',
    'loading\\.{0,3}',
    'avatar(?:[- ]icon)?|icon|logo|image|photo|video|gallery|thumbnail',
    '\\d{1,3}[ -]?(?:min(?:ute)?s?)(?: read)?',
    '(?:reading time|estimated reading).{0,30}',
    "(?:by|written by|reported by|edited by|posted by|author:?) \\p{Lu}[\\p{L}.’'-]*(?: (?:and |& )?\\p{Lu}[\\p{L}.’'-]*){0,7}(?:[,|].{0,80}| in \\p{Lu}[\\p{L} ]{0,30})?",
    '(?:additional )?reporting by .{0,200}',
    '\\(?(?:additional )?(?:reporting|writing|editing) (?:by|and) .{0,220}',
    '(?:news desk|web desk|staff reporter|staff writer|correspondent|our correspondent|monitoring desk|news agencies|agencies|staff report|bureau report|special correspondent|editorial team|newsroom)',
    '(?:previous|next)(?: (?:article|post|story).{0,120})?',
    '(?:like|follow|find) .{2,60} on (?:facebook|twitter|x|instagram|telegram)',
    'home ?[/>»›|] ?.{0,200}',
    'about (?:us|the author).{0,60}|contact(?: us)?|careers|advertise(?: with us)?|help(?: centre| center)?|faq|sitemap|rss',
    'topics? covered.{0,80}',
    'disclaimer:? .{0,300}',
    'this (?:article|story|report|interview|transcript|conversation|translation) (?:was|is|has been|have been) (?:originally |first |automatically |also )?(?:published|auto|generated|syndicated|produced|translated|updated|taken|edited|condensed|lightly).{0,200}',
    '(?:source|via|credit|with inputs from|with input from) ?:? ?[\\p{Lu}].{0,60}',
    '\\d+ (?:shares?|views?|likes?|followers|reads)',
    '(?:click|tap) (?:here|to) .{0,100}',
    'support (?:our|independent) journalism.{0,160}',
    'donate(?: now)?.{0,60}',
    'enable notifications.{0,60}|notifications?|turn on .{0,40}',
    'play(?: video)?(?: \\d{1,2}:\\d\\d .{0,160})?|pause|mute|unmute|duration \\d.{0,30}|video duration.{0,40}|\\d{1,2}:\\d\\d(?: ?/ ?\\d{1,2}:\\d\\d)?',
    '\\[?\\d{1,2}[.:]\\d\\d(?:[.:]\\d\\d)? ?(?:am|pm|a\\.m|p\\.m)?\\.? ?(?:\\(?(?:GMT|UTC|BST|CET|EST|EDT|IST|PKT|local time)(?: ?[+-]\\d{1,2})?\\)?)?\\]?',
    '(?:situation|flash|field) (?:report|update|sitrep)\\b.{0,40}|sitrep\\b.{0,30}',
    '(?:for )?(?:more|further) information,? (?:please )?(?:contact|visit|see|write|call)\\b.{0,200}',
    'do you have (?:an opinion|a story|any (?:questions|comments|information|tips))\\b.{0,300}',
    '(?:key (?:events|moments|points)|jump to .{0,40}|show more|what we know so far)',
    '[♦●■▪◆►▶] ?(?:receive|download|subscribe|sign|follow|read|get|watch|listen|join)\\b.{0,160}',
    'our standards:.{0,120}',
    '\\( ?(?:also on|photos?|video|see also|related|read|more|watch) ?(?:[:|]|\\p{Lu}{2}).{0,160}\\)',
    // The number that an archive gave it.
    '(?=\\S*\\d)[A-Z\\d]+(?:-[A-Z\\d]+)+(?: \\([\\p{L} ]{2,30}\\))?',
    'join us on .{0,140}',
    "(?:and )?that[’']s (?:it|all) (?:for|from) (?:today|now|us)[^.]{0,40}",
    'other topics of interest.{0,300}',
    'story highlights.{0,160}',
    'just watched .{0,300}',
    '(?:share this article|listen to article|share tweet post email)(?: [\\p{L}\\d:]+){0,12}',
    '(?:special|exclusive) (?:for|to) \\p{Lu}.{0,40}',
    '(?:next|prev(?:ious)?) ?(?:image|photo)\\b.{0,30}|(?:image|photo|slide) \\d+ of /? ?\\d+|click for more.{0,60}',
    '(?:vote|click|tap) (?:here|now)',
    '(?:you can |to )?(?:read|watch|find|see|hear|follow) [^.“”"]{2,70} here',
    'follow \\p{Lu}.{1,40} on .{2,30}|e-?mail tips to .{0,80}|contact us at .{0,80}',
    '(?:this is a developing|(?:this|the) story is (?:still )?developing|please check back|check back|stay tuned)\\b.{0,120}|click below.{0,100}|get the latest .{0,160}|(?:photos|gallery|slideshow|quiz) ?: .{0,160}|contributing ?: .{0,200}|embed as .{0,60}|interested in .{2,60}\\? add .{0,200}|related coverage .{0,200}',
    'our original post.{0,140}|(?:\\(?we (?:re)?wrote .{0,100}|this post was (?:last )?updated .{0,60})',
    'updated?(?: \\d+)? ?(?:at|[:|-]) ?(?:\\d{1,2}[:.]?\\d{0,2} ?[ap]\\.?m\\.?|noon|midnight).{0,120}|\\d{1,2}[:.]\\d\\d [ap]\\.m\\. \\p{Lu}{2,3}T?\\b.{0,80}',
  ]),
);
/** Others. */
const CHROME_BY_SIGN = lineOf([
  '(?:©|\\(c\\)|copyright).{0,160}',
  '[|•·»›>/\\s_*=~-]+',
  // A bar of sections: HOME | NEWS | SPORT
  '\\p{L}[\\p{L}&]{1,15}(?: \\p{L}{1,15}){0,2}(?: ?[|•·›] ?\\p{L}[\\p{L}&]{1,15}(?: \\p{L}{1,15}){0,2}){2,}',
  '#\\p{L}[\\p{L}\\d_]*(?:[ ,]+#\\p{L}[\\p{L}\\d_]*)*',
  '@[A-Za-z0-9_]{2,30}(?: .{0,20})?',
  '[►▶](?=.*[\\p{L}\\d]$).{8,160}',
  '[—–-]* ?with (?:assistance|reporting|addition(?:al)? reporting|files|contributions?) (?:by|from) .{0,200}',
  '[■●◆♦▪□]|[-–—#[(\\s]*(?:ends?|more|jingle|music|applause|laughter|#{3})[-–—#\\])\\s]*',
]);
/** The same, told by words further on. */
const CHROME_LATER =
  /^(?:.{5,200}[: ] ?read more|.{0,200}\b(?:replay more videos|toggle caption|must watch)\b.{0,200}|.{0,100}\? vote here|[^.!?>]{2,60}(?: > [^.!?>]{2,80}){2,})[.!:]?$/iu;
const LATER_WORD = /read more|replay more|toggle caption|must watch|vote here| > /i;
/** Cheap to ask of a paragraph first. */
const OPENS_CHROME =
  /^(?:[^\p{L}\d“"‘']|check back|please|stay|the story|more ?:|(?:additional |with )?(?:report|writ|edit|input|assist|contrib)|updated?|just watched|other topics|story high|join us|you can|to (?:read|see)|our original|photos|gallery|slideshow|quiz|embed|interested|contributing|do you|this|disclaimer|do you|for (?:more|further)|our standards|support|read|see|watch|view|source|via|click|tap|tags?|topics?|subscribe|sign|join|follow|get|share|copyright|sponsored|promoted|privacy|terms|your|save|\d)/iu;
/** "Published ..., 12 May 2025": no whole sentence begins so. */
const DATED = ofLines(
  /^(?:last )?(?:updated|modified|published|posted|date|first published|created)(?: (?:on|at|by))? ?[:|]? ?.{0,90}\d.{0,60}$/i,
);
/** Words that only chrome holds, near its beginning. */
const CHROME_WITHIN =
  /^(?:.{0,40}\b(?:newsletters?\b.{0,80}|cookies?\b.{0,200})|.{0,60}(?:all rights reserved.{0,80}|\b(?:website|site|page) contains only\b.{0,240})|.{3,60}, issue (?:of|no\.?) .{3,40})[.!:]?$/i;
const CHROME_WORD = /newsletter|cookie|rights reserved|contains only|, issue /i;
/** What a page says of itself and to its reader: boxes, notices, biographies, corrections, ways to reach the desk. */
const PAGE_WORDS = `\\b(?:${[
  'subscri\\w+',
  'newsletters?',
  '(?:your|our) (?:inbox|e-?mail|app|podcast|journalism|website|site|standards|policy|cookies|fact-check\\w* work|morning|weekly|daily)',
  'sign up',
  'privacy (?:notice|policy)',
  'cookies',
  'all rights reserved',
  'without (?:prior |written )*permission',
  'may be (?:freely )?(?:reproduced|republished)',
  'republish\\w*|reproduction (?:with|is|without|of this|in whole)',
  'hyperlink',
  'mailing list',
  'views expressed',
  'opinions expressed',
  'views (?:are|of) (?:his|her|the author|the speakers)',
  'transcri(?:bed|pt (?:has|was|is))',
  'transcription',
  'contributed(?: to this| reporting| from|(?=\\.$))',
  'earlier version of this',
  'reported from [a-z\\u00c0-\\u1fff]{2,}',
  'javascript',
  'send (?:us )?(?:your )?pictures',
  'blog (?:has|is) (?:now )?closed',
  '(?:misstated|misspelled|misidentified)',
  '(?:media|press) (?:enquiries|inquiries|contacts?)',
  'for (?:more|further) information',
  'note to editors',
  '(?:tel|phone|fax|ext|mob)\\.? ?:?\\.? ?[\\d+(]',
  'external (?:sites|content|links)',
  'signatory (?:of|to)',
  'code of (?:principles|conduct|practice)',
  'corrections?:',
  '(?:this|version of (?:this|the)) (?:article|story|page|report|piece|post) (?:was|has been|is|may|appear(?:s|ed)|first|originally)',
  '(?:this|the next) (?:report|bulletin|update) (?:is|will be) (?:produced|issued|published|compiled)',
  'support (?:our|us|community|independent|quality)',
  'donate',
  'tax[- ]deductible',
  'accepting comments',
  'thoughts? on "',
  'official record',
  'reach (?:the )?reporter',
  'photographs? by',
  'get in touch',
  'contributing (?:editor|writer)',
  '(?:has|have) written for',
  '(?:his|her) (?:latest |new |next )?book',
  'accept cookies',
  'found a mistake',
  'ctrl\\+enter',
  'terms (?:of (?:use|service|sale)|and conditions)',
  'copyright',
  'official endorsement',
  'boundaries and names',
  'accessibility',
  'ad-?free',
  'in our live (?:coverage|blog|feed|page)',
  'bring(?:ing)? you (?:the|more|all)',
  'thank you for (?:being with|reading|joining|following)',
  'crossword',
  'e-paper',
  'advertis\\w+',
  'print (?:this|subscriptions)',
].join('|')})(?![a-z\\u00c0-\\u1fff])`;
const PAGE_SIGN = new RegExp(
  `${PAGE_WORDS}|\\b\\(\\d{3}\\) ?\\d{3}(?![a-z\\u00c0-\\u1fff])|[\\w.+-]+@[\\w-]+\\.\\w+|https?://|\\bwww\\.|☐|\\[enter `,
  'gi',
);
/** Cheap to ask first. */
const HAS_PAGE_WORDS = ofLines(new RegExp(PAGE_WORDS, 'i'));
const HAS_ADDRESS = /[@☐]|\(\d{3}\)|:\/\/|www\.|\[enter /i;
/** Labels before a colon that belong to the page. */
const PAGE_LABEL = ofLines(
  /^(?:media|media (?:enquiries|inquiries|contacts?)|press (?:contacts?|office)|contacts?|notes? (?:to|for) (?:editors|broadcasters|journalists|readers)|ad break|how to (?:obtain|order|get) .{0,30}|letters|corrections?|privacy notice|get in touch|editor['’]s note|transcri\w+|listen live|if you liked this.{0,20}|see also|map|credits?|interview|photographs?|filed under|posted in|sources?|funding by \w+)\s?:/i,
);
const LINK = /^(?:(?:https?:\/\/|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.]+)(?:\s+(?:https?:\/\/|www\.)\S+)*$/i;
const CREDIT_LINE = new RegExp(
  `^[\\[(]?(?:(?:photo|image|picture|file)(?:s|graph)?(?: credit| by| courtesy)?[:/ ]+)?(?:the )?${AGENCIES}(?:[ /|,–-]+[\\p{L}.’' ]{0,40})?(?: (?:photo|file photo|images))?[\\])]?\\.?$`,
  'iu',
);
const CAPTION_END = new RegExp(
  `(?:[.!?]\\s?[—–―]\\s?\\p{Lu}[\\p{L}.’'/]*(?: \\p{Lu}[\\p{L}.’'/]*){0,3}|[.!?] (?:\\p{Lu}[\\p{L}.’'-]* ?){1,3}/ ?(?:The )?(?:\\p{Lu}[\\p{L}.’'-]* ?){1,4}|\\b(?:photo|photograph|image|picture|credit|courtesy|source|file photo|file)s?\\s?[:/]\\s?[^.!?]{1,60}|[\\[(](?:file(?: photo)?|photo|image|picture|[^\\[\\]()]{0,40}${AGENCIES}[^\\[\\]()]{0,40})[\\])]|\\((?:photo|photograph|image|picture)s?\\b[^()]{2,90}\\)|[.!?][”"]?\\(\\p{Lu}[^().!?]{2,90}\\)|\\p{L}\\(\\p{Lu}[^()]{2,60}/[^()]{2,40}\\)|[.!?] \\((?:\\p{Lu}[\\p{L}.’'-]+ ?){1,4}/(?:\\p{Lu}[\\p{L}.’'-]+ ?){1,4}\\)|\\| ?(?:photo|image|picture|courtesy)\\b[^.!?]{0,60}|[|/–—-] ?${AGENCIES}(?: ?[/ ][\\p{L} .]{0,30})?|\\b${AGENCIES}/\\p{Lu}[\\p{L} .’'-]{2,40}|\\b(?:file|undated|handout) (?:photo|image|picture)|\\bAP Photo/[^.!?]{0,40}|\\bvideo provided by .{2,40}|\\(\\p{L}+\\.? \\d{1,2}\\)\\.? AP|\\bvia (?:Reuters|AFP|AP|Getty Images?)|(?:©|\\u00a9) ?[\\p{L} ]{2,30})\\.?$`,
  'iu',
);
/** Cheap to ask first, one after the other. */
const CREDIT_SIGN = /[/©()[\]|–—―:-]| by |via|file|undated|handout/i;
const CREDITED = new RegExp(
  `[.!?] ?[—–―]|[.!?][”"]?\\(|/|[Pp]hoto|PHOTO|[Ii]mage|[Pp]icture|[Cc]redit|[Cc]ourtesy|[Ss]ource|[Ff]ile|[Uu]ndated|[Hh]andout|©|${AGENCIES}`,
);
/** "Ana Ruiz/Reuters Smoke rises" */
const CREDIT_START =
  /^(?:\p{L}[\p{L}.’'-]+ ){1,3}?\p{L}[\p{L}.’'-]+\/(?:Reuters|AFP|AP|EPA|Getty(?: Images)?)(?:\/\p{L}+)? \p{L}/iu;
const CAPTION_START = ofLines(
  /^(?:(?:Reuters|AFP|AP|EPA|Getty(?: Images)?) ?\| ?\p{L}|image caption[,:]? ?\p{L}|image \p{Lu}.{5,250} credit \p{Lu}|media playback is unsupported\b|(?:image (?:copyright|source|credit)|media caption)\b|file(?: photo| image| picture)?\s?[:–—-]|photo\s?[:–—-]|image\s?[:–—-]|caption\s?:|in this (?:file )?(?:photo|image|picture|handout|screen ?grab)|the (?:image|photo(?:graph)?|picture|still|frame)\b.{0,120}\bshows\b|this (?:photo|image|picture|handout|combination|screen ?grab)\b|a (?:file|handout|screen ?grab) (?:photo|image|picture)|(?:handout|undated) (?:photo|image|picture))/iu,
);
/** Cheap to ask first. */
const BIOGRAPHIC = ofLines(
  /^The (?:writer|author) |\b(?:journalist|reporter|correspondent|(?:sub)?editor|writer|producer|columnist|freelanc|bureau chief|cover(?:s|ed|ing) |reports on|writes about|Graduate|reached at|[Tt]weets|on Twitter|on X|holds an? |organi[sz]ation|agency|charity|network|outlet|newspaper|website)/,
);
const BIOGRAPHY =
  /(?:^the (?:writer|author) (?:is|was|teaches|works)\b|^[^,.]{3,60} is an? (?:independent|impartial|international|non-?profit|humanitarian|global|leading)[ ,][^.]{0,80}\b(?:organi[sz]ation|agency|charity|network|outlet|newspaper|website)\b|\bis an? columnist\b|\bis (?:an?|the) (?:[\p{L}-]+ ){0,4}(?:journalist|reporter|correspondent|editor|writer|producer|columnist|freelancer|sub-?editor|bureau chief)\b|\ba (?:journalist|reporter|correspondent) with \d+ years\b|\b(?:covers|has covered|covering|reports on|writes about) .{3,80}\bfor (?:the )?\p{Lu}|\bbased (?:journalist|correspondent|reporter|freelance)\b|\bGraduate of\b|\b(?:can be reached at|tweets at|tweets @|on Twitter @|on X @)|\bholds an? (?:degree|master|BA|MA)\b)/iu;
/** "Ana Ruiz, who lives in Lipnik, is a professor of law at ..." */
const WRITER =
  /^(?:\p{Lu}[\p{L}.’'-]* ){1,3}(\p{Lu}[\p{L}’'-]+)(?:, [^,]{3,90},)? (?:is|serves as|currently serves as|works as) (?:[^.,;:]{0,60}? )?(?:author|professor|lecturer|fellow|director|editor|columnist|(?:attorney|lawyer)(?! for (?:the|his|her|a)\b)|analyst|strategist|researcher|research assistant|scholar|historian|physician|psychiatrist|psychologist|economist|novelist|activist|advocate|consultant|adviser|advisor|CEO|president of|founder|co-?founder|member of|writer|journalist|reporter|correspondent|contributor|candidate in)\b/u;
/** Whom a biography is of, its first sentence tells; a short one may be a name alone. */
const FIRST_SENTENCE = /^[^.!?]{30,400}?[.!?](?=[\s”"’]|\p{Lu})/u;
const END_MARKER =
  /^(?:(?:leave a (?:comment|reply)|(?:\d+ )?comments?(?: ?\(\d*\))?|\d+ (?:responses?|replies|thoughts?) (?:to|on)\b.{0,160}|post a comment|join the conversation|related (?:news|articles?|stories|posts?|topics|content)|related|more (?:from|on|stories|news)\b.{0,40}|most (?:read|popular|viewed)|you (?:may|might) also like|recommended(?: for you)?|read next|up next|trending(?: now)?|latest(?: news)?|about the author|editor[’']?s picks?|see what people are discussing|also in .{0,40}|top stories|our newsletters?|follow us.{0,40})|(?:©|copyright).{0,160}|.{0,60}all rights reserved.{0,60})[.:]?$/iu;
/** What follows is by readers. */
const REPLIES =
  /^\d+ (?:comments?|responses?|replies|thoughts?)(?:$| (?:to|on)\b)|^comments? ?\(\d+\)$|^leave a reply/i;
/** "By Ana Ruiz", "Interview: Ana Ruiz" */
const BY_NAME =
  /^(?:by|interview|text|words|reporting|author)(?::| by)? ?(\p{Lu}[\p{L}’'-]+(?: \p{Lu}[\p{L}.’'-]*){1,3})/iu;
const PREFIXED_DATE =
  /^(?:date|published|posted|updated)\s*[:=]?\s*((?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?)(?=\s+\S)/i;
/** "A caption. | AP Photo Headline" */
const PREFIXED_CAPTION = /^.{30,250}? \| (?:AP Photo|Getty(?: Images)?|Reuters(?: Photo)?|AFP|EPA)(?= \p{Lu})/u;
const FIELD = ofLines(
  /^(title|headline|url|link|source|site|outlet|publisher|author|authors|byline|date|published|language|lang|description)\s*[:=]\s*(.{1,300})$/i,
);

/** What is set into a paragraph: a link to another, how a post is signed, what an archive left out. */
const INSERTED =
  /\((?:RELATED|READ(?: MORE)?|SEE ALSO|ALSO READ|WATCH|PHOTOS?|VIDEO): [^()]{5,150}\)|\[(?:EXCERPTS?|PASSAGE OMITTED|QUOTATION MARKS AS RECEIVED)\]|(?:pic\.twitter\.com\/\w+\s*)?[—–] [^—–\n]{2,80} \(@\w+\) \p{Lu}\p{Ll}+ \d{1,2}, \d{4}|pic\.twitter\.com\/\w+/giu;
/** Cheap to ask first. */
const MAY_INSERT =
  /\((?:RELATED|READ|SEE ALSO|ALSO READ|WATCH|PHOTO|VIDEO)|\[(?:EXCERPT|PASSAGE|QUOTATION)|\(@|pic\.twitter/i;
const LAST_INSERTED = new RegExp(`\\s*(?:${INSERTED.source})\\s*$`, 'iu');
const withoutInserted = (s: string): string => (MAY_INSERT.test(s) ? s.replace(LAST_INSERTED, '') : s);

/** A link with its label: "Trade talks:Ministers walk out of the room". */
const GLUED = /^[‘'“"]?[\p{Lu}\d][\p{L}\d’'”"?& -]{2,50}:[‘']?\p{Lu}.{20,200}(?<![.!])$/u;
/** Who wrote a post that is shown, at its end. */
const POSTED = /\(@\w{1,30}\)(?: \p{Lu}[\p{L}\d., ]{3,20})?$/u;

/** After this nothing is the statement's any more. */
const ENDS = /^[-–—#[(\s]*(?:ends?|###|end of (?:statement|text|transcript))[-–—#\])\s.]*$/i;
/** A label over a part: THE FACTS, ‘Written guarantee’. */
const LABEL =
  /^(?:(?=\p{Lu})[^\p{Ll}\d]{3,60}\??|(?:- )?[‘'“"][^’'”"]{3,50}(?<![.?!,])[’'”"]|-{1,2} \p{Lu}[^.!:;]{2,40}:?|[–—-]{1,2} ?\p{Lu}[^.!;]{2,80} ?[–—-]{1,2})$/u;
/** A headline in capitals among paragraphs that are not: a link to another article. */
const SHOUTED = /^(?=.*\p{Lu}{2})[^\p{Ll}]{20,200}(?<![.!?;,:][”"’')]*)$/u;
/** "—Ana Ruiz in Lipnik and Omar Haddad in Ostrom" */
const SIGNED_BY = /^[—–-]{1,2} ?(?:\p{Lu}[\p{L}.’'-]+,? (?:and |in )?){1,16}\p{Lu}[\p{L}.’'-]+$/u;
/** The time above a post of a live page. */
const CLOCK = /^\[?\d{1,2}[.:]\d\d\b(?!\.\d).{0,12}$/;
/** `HOME | NEWS | SPORT`, `World  Business  Markets`, `Main page / Politics` */
/** "July | 88 | 4", "Wounded: 14": a row of a table, at least two of which follow on one another, and the heads of its columns. */
function rowsOf(info: readonly { s: string }[], first: number, last: number): number[] {
  const out: number[] = [];
  let run: number[] = [];
  for (let i = 1; i <= info.length; i++) {
    const s = info[i]?.s ?? '';
    if (s.length < 200 && /\d/.test(s) && isRow(s)) run.push(i);
    else {
      // Above the text a page counts of itself in short runs, too.
      if (
        run.length > (run[0]! > first ? 1 : 2) &&
        run[0]! <= last + 2 &&
        (run[0]! > first || cellsOf(info[run[0]!]!.s).length > 1)
      ) {
        const head = info[run[0]! - 1]!.s;
        const isHead =
          !/\d/.test(head) && cellsOf(head).length > 1 && cellsOf(head).length === cellsOf(info[run[0]!]!.s).length;
        out.push(...(isHead ? [run[0]! - 1] : []), ...run);
      }
      run = [];
    }
  }
  return out;
}
/** The cells of a row, parted by bars or tabulators. */
export const cellsOf = (s: string): string[] => s.split(/ ?\| ?|\t+/);
/** A cell that holds a number and nothing else. */
export const NUMBER_CELL = /^\s*[~≈<>]?\s?[$€£]?\d[\d,.]*\s?%?\s*$/;
function isRow(s: string): boolean {
  const cells = cellsOf(s);
  if (cells.length > 1) return /\p{L}/u.test(cells[0]!) && cells.slice(1).some((c) => NUMBER_CELL.test(c));
  return ROW.test(s) && !OF_A_PAGE.test(s);
}
const ROW = /^[^\p{L}]{0,3}\p{L}[^:|=.!?]{1,60}(?::| [–—-]) ?~?\d[\d,.]*(?: ?%)?(?: \p{L}+){0,3}(?: \([^)]*\))?[.;]?$/u;
/** What a page counts of itself. */
const OF_A_PAGE =
  /\b(?:comments?|shares?|views?|likes?|words?|pages?|photos?|readers?|tel|telephone|phone|fax|issue|vol(?:ume)?|no|posts?|followers?|read|published|updated|date|time|rating|votes?|reference|ref|section|chapter|article|day|part|episode|update)\b/i;
function isBar(s: string): boolean {
  if (s.length > 160 || /[.!?]$/.test(s)) return false;
  if (!/[|·•›»→/]| {2}/.test(s)) return false;
  const parts = s.split(/ ?[|·•›»→/] ?| {2,}/).filter((p) => /\p{L}|\d/u.test(p));
  if (parts.length < 2) return false;
  const strong = /[|·›»→]| {2,}/.test(s) || parts.length > 2;
  return strong && wordsIn(s) <= parts.length * (parts.length > 2 ? 3.5 : 2.5) && !/^[“"‘«„]/.test(s);
}
const TELLS =
  /\b(?:said|says|told|added|accused|denied|denies|warned|rejected|blamed|called on|urged|demanded|announced|confirmed|promised|pledged)\b/;
const CLOSED = /[.!?…۔؟。][”"’'»«“‘\])]*(?:\s*[■●◆♦▪□])?$|[”"»]$/u;
const TERMINAL = { test: (s: string): boolean => CLOSED.test(s.length > 60 ? s.slice(-60) : s) };
/** `“...” — Ana Ruiz, teacher` */
const SIGNED = /^[“"‘«„][^”"»]{10,600}[”"’»]\s*[―—–-]{1,2}\s*\p{Lu}[^.!?]{2,80}$/u;
/** A sentence, and who sends it: "... twelve dead. Northwire". */
const SIGNED_OFF = /(?:\p{Ll}{3}|\d)[.!?][”"’)]*\s(?!\d)\S+(?: (?!\d)\S+)?$/u;
/** “We will go,” Ana Ruiz said, without a full stop. */
const QUOTED_LINE = /^[“"][^“”"]{8,}[”"] (?:[\p{L}.’'-]+ ){0,5}(?:said|says|added|told \S+)$/u;
/** A turn of an interview or a transcript. */
const TURN = /^["“]?(?:[QA]|\p{Lu}{3,}(?: \p{Lu}{2,}){0,2}): \S/u;
const DENSE = /[\u3040-\u30ff\u3400-\u9fff]/;
const EACH_DENSE = new RegExp(DENSE, 'g');
function wordsIn(s: string): number {
  // Without spaces between words two characters are one.
  return spacedWords(s) + (DENSE.test(s) ? Math.floor((s.match(EACH_DENSE)?.length ?? 0) / 2) : 0);
}

/** Lays the page out; linear in its length, long pages included. */
export function layOut(view: string): Layout {
  const raw = joinWrapped(view, splitPrefixed(view, linesOf(view)));
  const ending = raw.pop();
  const ended = ending ? endOwned(view, ending) : [];
  raw.push(...ended);
  const owned = ended.length > 1 ? raw.length - 1 : -1;
  const roles: LineRole[] = [];
  const info = raw.map((l) => {
    const s = view.slice(l.start, Math.min(l.end, l.start + 2000));
    const long = l.end - l.start > 2000;
    const tail = long ? view.slice(l.end - 40, l.end) : /[)\w]$/.test(s) ? withoutInserted(s) : s;
    const words = wordsIn(s);
    ofLines.within(view, l.start, s);
    return {
      s,
      words,
      signs: words <= 80 && (HAS_PAGE_WORDS.test(s) || HAS_ADDRESS.test(s)),
      prose:
        (words >= 8 && (TERMINAL.test(tail) || (words >= 10 && SIGNED_OFF.test(tail)))) ||
        words >= 32 ||
        (words >= 4 && /^[“"‘«„]/.test(s) && (TERMINAL.test(tail) || SIGNED.test(s))) ||
        (words >= 10 && s.endsWith(':') && /\b\p{Ll}+ \p{Ll}+\b/u.test(s)) ||
        (words >= 6 && QUOTED_LINE.test(s)) ||
        (words >= 3 && TURN.test(s) && TERMINAL.test(tail)),
    };
  });
  // A turn of a transcript may break off.
  if (info.filter((x) => x.prose && TURN.test(x.s)).length > 2)
    for (const x of info) if (x.words >= 3 && TURN.test(x.s)) x.prose = true;
  // Among questions and answers, short ones too are paragraphs.
  if (info.filter((x) => x.prose && x.s.endsWith('?')).length > 2)
    for (const [i, x] of info.entries())
      if (x.s.endsWith('?') && info[i - 1]?.prose && info[i + 1]?.prose) x.prose = true;
  // A motto above the article is none of it.
  const opening = info.findIndex((x) => x.prose);
  if (opening >= 0 && info[opening]!.words < 8 && !info[opening + 1]?.prose) info[opening]!.prose = false;
  // "Paul Ekwam spoke to our reporter:", and his words on the next line.
  for (const [i, x] of info.entries())
    if (!x.prose && x.words >= 3 && x.s.endsWith(':') && /^[“"‘«„]/.test(info[i + 1]?.s ?? '') && info[i + 1]?.prose)
      x.prose = true;
  // A post that is shown ends with who wrote it: "... — Ana Ruiz (@anaruiz) May 2, 2025".
  for (const x of info) if (x.words > 7 && POSTED.test(x.s)) x.prose = true;
  // A headline may end in a quotation ("... 'ready for two years'"): it comes first and has no full stop.
  for (const [i, x] of info.entries()) {
    if (i > 12 || (x.prose && !/[^.!?…,]["”’'»]$/.test(x.s))) break;
    if (x.prose && x.words <= 20 && !/^["“‘'«„]/.test(x.s) && info.slice(i + 1).some((y) => y.prose)) x.prose = false;
  }
  // A question may be a headline, where none stands before it.
  const asks = info.findIndex((x) => x.prose);
  if (
    asks >= 0 &&
    info[asks]!.words <= 20 &&
    /^[^“"]*\?$/.test(info[asks]!.s) &&
    !info.slice(0, asks).some((x) => x.words > 3 && !isBar(x.s)) &&
    info.slice(asks + 1, asks + 4).some((x) => x.prose && x.words > 20)
  )
    info[asks]!.prose = false;
  const stated: { at: number; day: string; how: 'published' | 'bare' | 'updated' }[] = [];
  let outlet: string | null = null;
  let statedTitle: Line | null = null;

  const authors = new Set<string>();
  for (const [i, l] of raw.entries()) {
    const { s, words, prose } = info[i]!;
    ofLines.within(view, l.start, s);
    const short = l.end - l.start <= 320;
    let role: LineRole = prose ? 'prose' : 'heading';
    const field = short && i < 40 ? FIELD.find(s) : null;
    const dated = short && words <= 22 ? fullDateIn(s) : null;
    if ((i === owned && words <= 45) || (words < 30 && s.includes(':') && GLUED.test(s))) role = 'furniture';
    else if (LINK.test(s) || GALLERY.test(l.end - l.start > 80 ? s.slice(0, 40) + view.slice(l.end - 40, l.end) : s))
      role = 'furniture';
    else if (field && (i < 12 || info[i - 1]?.words === 0)) {
      const name = field[1]!.toLowerCase();
      if (name === 'title' || name === 'headline') {
        statedTitle = { start: l.end - field[2]!.length, end: l.end };
        role = 'title';
      } else if (!prose || name !== 'source') {
        role = 'furniture';
        if (/^(?:source|site|outlet|publisher)$/.test(name) && !/^https?:/.test(field[2]!)) outlet ??= field[2]!.trim();
        if (dated && /^(?:date|published)$/.test(name)) stated.push({ at: i, day: dated, how: 'published' });
      }
    } else if (words <= 70 && PAGE_LABEL.test(s) && !/^[^:]{0,20}: ?[“"‘«„]/.test(s)) {
      role = 'furniture';
    } else if (!prose && isBar(s)) {
      role = 'furniture';
    } else if (
      short &&
      (((words < 25 || OPENS_CHROME.test(s)) &&
        (CHROME.test(s) || CHROME_BY_SIGN.test(s) || (LATER_WORD.test(s) && CHROME_LATER.test(s)))) ||
        ((!prose || words <= 9) && DATED.test(s)) ||
        (CHROME_WORD.test(s) && CHROME_WITHIN.test(s)))
    ) {
      role = 'furniture';
    } else if (dated && isDateLine(s)) role = 'furniture';
    else if (short && CREDIT_LINE.test(s) && words <= 8) {
      role = 'furniture';
      // A credit alone on its line belongs to the caption above it.
      if (i > 0 && roles[i - 1] === 'prose' && raw[i - 1]!.end + 1 === l.start && info[i - 1]!.words < 60)
        roles[i - 1] = 'caption';
    } else if (
      words < 70 &&
      (CAPTION_START.test(s) ||
        (s.includes('/') && CREDIT_START.test(s)) ||
        (l.end - l.start < 500 &&
          CREDIT_SIGN.test(s.slice(-120)) &&
          CREDITED.test(s.slice(-100)) &&
          CAPTION_END.test(s.slice(-120)) &&
          !/[”"]\s*$/.test(s)))
    )
      role = 'caption';
    else if (
      words < 90 &&
      BIOGRAPHIC.test(s) &&
      BIOGRAPHY.test(FIRST_SENTENCE.exec(s)?.[0] ?? s) &&
      !/\b(?:said|told|says|killed|wounded|injured|arrested|detained)\b/.test(s)
    )
      role = 'furniture';
    const by = role === 'furniture' && words < 14 ? BY_NAME.exec(s) : null;
    if (by) authors.add(by[1]!.toLowerCase());
    // "Image caption," and the line it announces.
    if (short && /^image (?:caption|source|credit)\b/i.test(s) && words <= 8) role = 'furniture';
    else if (i > 0 && /^image caption[,:]?$/i.test(info[i - 1]!.s)) role = 'caption';
    // The day of a post that the article shows is not its own.
    if (dated && role === 'furniture' && !/^[—–-] ?\p{Lu}|\(@\w+\)/u.test(s))
      stated.push({
        at: i,
        day: dated,
        how: /publish|posted/i.test(s) ? 'published' : /\bupdated|modified/i.test(s) ? 'updated' : 'bare',
      });
    roles.push(role);
  }

  // A headline that ends in a quotation looks like a paragraph, but stands above the byline or the day.
  for (let i = 0; i < Math.min(12, raw.length - 1); i++)
    if (
      roles[i] === 'prose' &&
      info[i]!.words <= 20 &&
      /[”"’'»]$/.test(info[i]!.s) &&
      !/^[“"‘«„]/.test(info[i]!.s) &&
      roles[i + 1] === 'furniture' &&
      (fullDateIn(info[i + 1]!.s) || BY_NAME.test(info[i + 1]!.s))
    )
      roles[i] = 'heading';
  // Under the time of a post its heading.
  for (const [i, x] of info.entries())
    if (i > 2 && x.words <= 12 && CLOCK.test(info[i - 1]!.s) && !/[.:]$|: [“"][^”"]*[.!][”"]+$/.test(x.s))
      roles[i] = 'furniture';
  // A name alone on its line above the article may sign it.
  const start = roles.indexOf('prose');
  for (let i = 0; i < start; i++) {
    const name = /^(\p{Lu}[\p{L}’'-]+(?: \p{Lu}[\p{L}.’'-]+){1,3})(?:$|, | in )/u.exec(info[i]!.s)?.[1];
    if (name && info[i]!.words < 7) authors.add(name.toLowerCase());
  }
  // What a page puts first in short runs on to the text.
  const short = info.findIndex((x) => /^story highlights?\b/i.test(x.s));
  for (let i = short + 1; short >= 0 && roles[i] === 'heading'; i++) roles[i] = 'furniture';
  ofThePage(info, roles, authors);
  aside(info, roles);
  among(info, roles);
  const firstProse = roles.indexOf('prose');
  // Among paragraphs, a short line with a full stop is a paragraph too; after the last of them, one that tells who said it.
  let lastProse = roles.lastIndexOf('prose');
  for (let i = firstProse + 1; firstProse >= 0 && i < raw.length; i++) {
    const { s, words } = info[i]!;
    if (roles[i] !== 'heading' || LABEL.test(s) || !/[.!?…][”"’']?$/.test(s)) continue;
    // “No,” she said.
    if (words < 4 && !/^[“"].*[\p{L}.!?,]/u.test(s)) continue;
    if (i > lastProse && !TELLS.test(info[i]!.s)) continue;
    roles[i] = 'prose';
    lastProse = Math.max(lastProse, i);
  }
  // The text may be cut off within its last sentence.
  if (
    lastProse >= 0 &&
    lastProse + 2 === raw.length &&
    roles[lastProse + 1] === 'heading' &&
    info[lastProse + 1]!.words >= 10 &&
    !SIGNED_BY.test(info[lastProse + 1]!.s)
  )
    roles[++lastProse] = 'prose';
  endOfArticle(view, raw, info, roles);
  // Points of a list among paragraphs are paragraphs.
  for (const i of firstProse < 0 ? [] : listed(info, roles, firstProse, lastProse)) {
    roles[i] = 'prose';
    lastProse = Math.max(lastProse, i);
  }
  // So are the rows of a table.
  for (const i of firstProse < 0 ? [] : rowsOf(info, firstProse, lastProse)) {
    roles[i] = 'prose';
    lastProse = Math.max(lastProse, i);
  }
  const title = statedTitle ?? pickTitle(raw, info, roles, firstProse < 0 ? raw.length : firstProse);
  const titleAt = title ? raw.findIndex((l) => l.start <= title.start && title.end <= l.end) : -1;
  const stop = firstProse < 0 ? raw.length : firstProse;
  for (let i = 0; i < raw.length; i++) {
    if (i === titleAt) roles[i] = 'title';
    else if (roles[i] !== 'heading') continue;
    else if (i < stop) {
      const same = title && info[i]!.s === view.slice(title.start, title.end);
      // Before the title only chrome stands; after it, a long line is the deck, a short one a name or a tag.
      // A wire's own summary above the dateline is for editors.
      if (/^[•▪●] ?\p{L}/u.test(info[i]!.s) && i > titleAt) {
        if (info[i]!.words >= 5) roles[i] = 'prose';
        continue;
      }
      if (/^\* ?\p{L}/u.test(info[i]!.s) || isByline(info, roles, i)) roles[i] = 'furniture';
      if (!same && (i < titleAt || info[i]!.words <= 5 || (titleAt < 0 && info[i]!.words <= 5))) roles[i] = 'furniture';
    } else if (LABEL.test(info[i]!.s) || SHOUTED.test(info[i]!.s)) roles[i] = 'furniture';
    else if (i > lastProse && lastProse >= 0 && !(info[i]!.words >= 6 && TERMINAL.test(info[i]!.s)))
      roles[i] = 'furniture';
  }
  outlet ??= outletOf(view, raw, info, roles, title);
  const lines = raw.map((l, i) => ({ start: l.start, end: l.end, role: roles[i]! }));
  return {
    lines,
    paragraphs: lines.filter((l) => l.role === 'prose').map(({ start, end }) => ({ start, end })),
    furniture: merged(view, lines, firstProse, lastProse),
    title,
    published:
      dayOf(stated, titleAt, stop) ??
      (firstProse >= 0
        ? datelineDay(
            view.slice(raw[firstProse]!.start, Math.min(raw[firstProse]!.end, raw[firstProse]!.start + 300)),
            yearOfPage(info, roles),
          )
        : null) ??
      headed(view, raw.slice(0, Math.max(0, firstProse))),
    outlet,
  };
}

/** "© Lake Press 2025" */
function yearOfPage(info: readonly { s: string }[], roles: readonly LineRole[]): string | null {
  const line = info.findLast((x, i) => roles[i] === 'furniture' && /©|copyright/i.test(x.s));
  return line ? (/(?:©|copyright)\D{0,50}(20\d\d)/i.exec(line.s)?.[1] ?? null) : null;
}

/** The day of publication: as labelled; else what stands between headline and text, for above it is the day of the visit. */
function dayOf(
  stated: readonly { at: number; day: string; how: string }[],
  title: number,
  text: number,
): string | null {
  const bare = stated.filter((x) => x.how === 'bare');
  const found =
    stated.find((x) => x.how === 'published') ?? bare.find((x) => x.at > title && x.at < text) ?? bare[0] ?? stated[0];
  return found?.day ?? null;
}

/** The day at the end of a line above the article: "Statement on the talks, 22 May 2026, 18.00". */
function headed(view: string, above: readonly Line[]): string | null {
  for (const l of above) {
    const tail =
      /(?:[,:|–—!-]|\b(?:of|dated|issued|updated?)) ?(\p{L}*,? ?[^,:|–—!-]{6,24}\d{4})(?:,? \d{1,2}[.:]\d\d(?: \w+)?)?(?: \([^()]{3,30}\))?$/u.exec(
        view.slice(Math.max(l.start, l.end - 90), l.end),
      );
    const day = tail && fullDateIn(tail[1]!);
    if (day) return day;
  }
  // "Briefing by the spokesperson, Monday, 8 February 2027, excerpts": within one of the first lines.
  for (const l of above.slice(0, 3)) {
    const s = view.slice(l.start, Math.min(l.end, l.start + 160));
    const day = s.length > 120 || /\.$/.test(s) || OF_ANOTHER.test(s) || PICTURED.test(s) ? null : fullDateIn(s);
    if (day) return day;
  }
  // "Tuesday 8 September 2026. This is the news": the first words of all.
  const opening = OPENING_DAY.exec(view.slice(0, 60))?.[0];
  return opening === undefined ? null : fullDateIn(opening);
}
const PICTURED = /\b(?:photo\w*|image|pictured?|video|file|shows?|during|seen)\b|\.\s/i;
/** A day of something else: "the Understanding of 8 March". */
const OF_ANOTHER = /\b(?:of|since|until|till|in|from) (?:the )?(?:\d|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)/;
const OPENING_DAY = /^\s*(?:\p{L}+day,? )?(?:\d{1,2} \p{Lu}\p{L}+|\p{Lu}\p{L}+ \d{1,2}),? \d{4}(?=[.:]| [–—-])/u;

/** A line that holds a date and little else. */
function isDateLine(s: string): boolean {
  if (wordsIn(s) > 22) return false;
  const left = s
    .replace(/\b(?:Mon|Tues?|Wed(?:nes)?|Thur?s?|Fri|Sat(?:ur)?|Sun)(?:day)?\b/gi, '')
    .replace(/\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\p{L}*\b/giu, '')
    .replace(
      /\b(?:published|updated|posted|last|modified|on|at|by|am|pm|a\.m|p\.m|gmt|utc|pkt|ist|est|edt|bst|date|time|st|nd|rd|th|min|read|ago|hours?|minutes?)\b/gi,
      '',
    )
    .replace(/[\d\s:.,|/()·•–—+TZ-]/g, '');
  return left.length <= 24 && wordsIn(left) <= 6 && !/[.!?]$/.test(s.trim().replace(/[ap]\.m\.$/i, ''));
}

function splitPrefixed(view: string, lines: readonly Line[]): Line[] {
  const out: Line[] = [];
  for (const [i, l] of lines.entries()) {
    const head = i < 6 ? view.slice(l.start, Math.min(l.end, l.start + 400)) : '';
    const m = PREFIXED_DATE.exec(head.slice(0, 120)) ?? PREFIXED_CAPTION.exec(head);
    if (!m) {
      out.push(l);
      continue;
    }
    const cut = l.start + m[0].length;
    let rest = cut;
    while (rest < l.end && /[\s|:–—-]/.test(view[rest]!)) rest++;
    out.push({ start: l.start, end: cut });
    if (rest < l.end) out.push({ start: rest, end: l.end });
  }
  return out;
}

/** The page's own last sentences of a paragraph: who reported, where to write, what to read next. */
const OWN_END =
  /(?<=[.!?][”"’)]{0,2}) *(?=\S)(?:(?:(?:additional|with) )?report(?:ing|ed)? by \p{Lu}|edit(?:ing|ed) by \p{Lu}|(?:why not )?follow (?:us|@|him|her|\p{Lu}[\p{L} ]{1,30} on )|(?:you can also )?send (?:us |your )|(?:read|see) more ?[:>|]|sign up (?:for|to|here)\b|subscribe (?:to|here)\b|listen to \p{Lu}|(?:\p{Lu}[\p{L}.’'-]+,? (?:and )?){1,16}(?:in \p{Lu}\p{L}+ )?(?:also )?contributed (?:to (?:this|the) |reporting\b|from \p{Lu})|this (?:story|article|report) (?:was|has been|is) (?:originally |first |also )?(?:updated|published|produced|corrected)|© ?\d{4}|copyright (?:©|\d{4})|all rights reserved|the (?:opinions|views) expressed)/giu;
/** A last line without what the page says below its last sentence. */
function endOwned(view: string, l: Line): Line[] {
  const from = Math.max(l.start + 80, l.end - 700);
  if (from >= l.end) return [l];
  const tail = view.slice(from, l.end);
  for (const m of tail.matchAll(OWN_END)) {
    const cut = from + m.index + /^ */.exec(m[0])![0].length;
    // A quotation that is still open holds it.
    const rest = view.slice(cut, l.end);
    if (TELLS.test(rest) || /[“”"]/.test(rest)) continue;
    let end = cut;
    while (end > l.start && isSpace(view.charCodeAt(end - 1))) end--;
    return [
      { start: l.start, end },
      { start: cut, end: l.end },
    ];
  }
  return [l];
}

/** Joins lines that a page or a mail broke by width: the next goes on in lower case, or most lines look so. */
function joinWrapped(view: string, lines: readonly Line[]): Line[] {
  let soft = 0;
  const adjacent = (a: Line, b: Line): boolean =>
    !/\n\s*\n/.test(view.slice(a.end, Math.min(b.start, a.end + 200))) && b.start - a.end < 60;
  const goesOn = (a: Line, b: Line): boolean =>
    b.start - a.end < 60 &&
    a.end - a.start >= 40 &&
    /\p{Ll}/u.test(view[b.start]!) &&
    !TERMINAL.test(view.slice(Math.max(a.start, a.end - 12), a.end)) &&
    !/^by \p{Lu}/u.test(view.slice(b.start, b.start + 6)) &&
    adjacent(a, b);
  for (let i = 1; i < lines.length; i++) if (goesOn(lines[i - 1]!, lines[i]!)) soft++;
  // No line is longer than a page is wide, and most nearly are.
  const lengths = lines.map((l) => l.end - l.start);
  const narrow = lengths.every((n) => n < 90) && lengths.filter((n) => n > 50).length > lines.length * 0.55;
  const wrapped = lines.length > 8 && (narrow || soft > lines.length * 0.3);
  const out: Line[] = [];
  for (const l of lines) {
    const last = out.at(-1);
    const prior = last;
    if (
      prior &&
      (goesOn(prior, l) || (wrapped && adjacent(prior, l) && lastLineLength(view, prior) >= 50 && l.end - l.start >= 8))
    ) {
      out[out.length - 1] = { start: prior.start, end: l.end };
    } else out.push(l);
  }
  return out;
}
function lastLineLength(view: string, l: Line): number {
  return l.end - Math.max(l.start, view.lastIndexOf('\n', l.end - 1) + 1);
}

/** After "Comments", "Related" and the like, what is left is the page's own, unless much of the article still follows. */
function endOfArticle(
  view: string,
  raw: readonly Line[],
  info: readonly { s: string; words: number; prose: boolean }[],
  roles: LineRole[],
): void {
  let total = 0;
  for (const [i, l] of raw.entries()) if (roles[i] === 'prose') total += l.end - l.start;
  let seen = 0;
  for (const [i, l] of raw.entries()) {
    if (roles[i] === 'prose') seen += l.end - l.start;
    const s = info[i]!.s;
    if (roles[i] === 'prose' || s.length > 200 || !END_MARKER.test(s) || seen === 0) continue;
    const theirs = seen > 400 && REPLIES.test(s);
    if (theirs || total - seen <= total * 0.25 || /^(?:leave a|post a comment|©|copyright)/i.test(s)) {
      if (total - seen > total * 0.5 && !theirs) continue;
      for (let j = i; j < raw.length; j++) roles[j] = 'furniture';
      return;
    }
    // A box inside the article: its headlines up to the next paragraph.
    for (let j = i; j < raw.length && j < i + 8 && roles[j] !== 'prose'; j++) roles[j] = 'furniture';
  }
  void view;
}

/**
 * The article is where the paragraphs stand together. A few of them that short lines part from it are teasers, boxes and
 * notices; and a short line among other short ones is a menu's, for a section's heading stands above a paragraph.
 */
function aside(info: readonly { s: string; words: number; prose: boolean }[], roles: LineRole[]): void {
  const first = roles.indexOf('prose');
  if (first < 0) return;
  const clusters: { from: number; to: number; words: number; long: number }[] = [];
  let apart = 0;
  for (let i = first; i < roles.length; i++) {
    if (roles[i] !== 'prose') {
      if (!LISTED.test(info[i]!.s)) apart++;
      continue;
    }
    let last = clusters.at(-1);
    if (!last || apart > 3) {
      last = { from: i, to: i, words: 0, long: 0 };
      clusters.push(last);
    }
    apart = 0;
    last.to = i;
    last.words += info[i]!.words;
    if (info[i]!.words >= 25) last.long++;
  }
  const main = clusters.reduce((a, b) => (b.words > a.words ? b : a));
  const wordsOf = (c: { from: number; to: number }): Set<string> =>
    new Set(
      info
        .slice(c.from, c.to + 1)
        .flatMap((x, i) => (roles[c.from + i] === 'prose' ? contentWords(x.s.slice(0, 600)) : [])),
    );
  let known: Set<string> | null = null;
  for (const c of clusters) {
    if (c === main || c.words * 6 > main.words || c.long > 1 || main.words < 120) continue;
    // What tells of the same is the article's: a lead above a bar of buttons.
    known ??= wordsOf(main);
    const own = [...wordsOf(c)];
    if (own.filter((w) => known!.has(w)).length * 3 > own.length) continue;
    for (let i = c.from; i <= c.to; i++) if (roles[i] === 'prose') roles[i] = 'furniture';
  }
  const start = roles.indexOf('prose');
  const end = roles.lastIndexOf('prose');
  const isShort = (i: number): boolean => roles[i] !== 'prose' && roles[i] !== 'caption' && info[i]!.words <= 12;
  for (let i = start + 1; i < end; i++) {
    let to = i;
    while (to < end && isShort(to)) to++;
    // The last of a run may be the heading of what follows.
    if (to - i >= 4)
      for (let k = i; k < to - 1; k++) if (roles[k] === 'heading' && !LISTED.test(info[k]!.s)) roles[k] = 'furniture';
    i = Math.max(i, to - 1);
  }
}

/** A point of a list: a mark before it, or some words with a number. */
const LISTED = /^[•▪●*–-] \S|^(?=.*\d)\S+(?: \S+){3}/;
const MARKED = /^[•▪●] ?\S/;
const POINTED = /^(?:[•▪●*] ?|[–—-]{1,2} )\p{L}/u;
/** Points among others, or below the line that announces them. */
const listed = (
  info: readonly { s: string; words: number }[],
  roles: readonly LineRole[],
  first: number,
  last: number,
): number[] => {
  // A list may end the article, if a line announces it or it has marks.
  let to = last + 1;
  while (roles[to] === 'heading' && (LISTED.test(info[to]!.s) || (to === last + 1 && info[to]!.s.endsWith(':')))) to++;
  if (to - last < 4) to = last;
  else if (!info[last]!.s.endsWith(':') && !info[last + 1]!.s.endsWith(':') && !MARKED.test(info[last + 1]!.s))
    to = last;
  const isPoint = (i: number): boolean =>
    roles[i] === 'heading' &&
    ((MARKED.test(info[i]!.s) && (i > last || [i - 1, i + 1].some((j) => MARKED.test(info[j]?.s ?? '')))) ||
      (info[i]!.words >= 4 && isListed(info, roles, i)));
  return [...info.keys()].slice(first + 1, to).filter(isPoint);
};
const isListed = (info: readonly { s: string }[], roles: readonly LineRole[], i: number): boolean =>
  LISTED.test(info[i]!.s) &&
  !LABEL.test(info[i]!.s) &&
  (/^(?:[•▪●*–-]|\d{1,2}[.)]) /.test(info[i]!.s) ||
    /:$/.test(info[i - 1]?.s ?? '') ||
    [i - 1, i + 1].some((j) => roles[j] === 'heading' && LISTED.test(info[j]!.s)));

/** What tells no act of a picture's moment: news tells what was, a caption what is to be seen. */
const NOT_SEEN =
  /[“”"]|\b(?:said|says|told|has|have|had|was|were|will|would|could|should|may|might|must|did|went|came|took|made|began|left|held|met|fell|rose|led|sent|struck|broke|gave|got|hit|fled|fought|became|saw|spoke|ran|kept|found|won|lost|wants?|hopes?|believes?|accuses?|claims?|remains?|means?|seems?)\b|(?<!\b(?:an?|the|is|are|being|of|by|and|with|their|his|her|its|two|three|four|some|\d+) )\b\p{Ll}{2,}ed\b/u;
const SEEN =
  /\b(?:(?:is|are) (?:seen|pictured|shown|being|\p{Ll}+ed)|(?:stand|sit|walk|look|hold|gather|pray|rest|wait|shout|chant|wave|pose|speak|attend|arrive|inspect|search|mourn|react|gesture|shake|unveil|listen|ride|patrol|guard|march|rise|lie|visit|light|place|collect|comfort|embrace|console|kiss|cheer|celebrate|escort|distribute|queue|block|point|sleep|fly|hang|burn|aim|board|clean|help|load|hug|weep|greet|salute|deliver|protest|stroll|drive|flee)s?|carry|carries|passes|pass|watch|watches|cries|cry|rushe?s?)\b/u;
const ON_A_DAY =
  /\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:on|in) (?:(?:early|late) )?(?:Jan|Feb|March|Apr|May|June|July|Aug|Sep|Oct|Nov|Dec)|this (?:week|month|year)|last (?:week|month|year))/;
const mainOf = (s: string): string => s.split(/,| (?:after|before|that|who|which|where|when|as|while|during)\b/, 1)[0]!;
const isSeen = (s: string): boolean => !NOT_SEEN.test(mainOf(s));
/** A picture's moment: "Smoke rises over the bridge on Friday, hours after a truce was agreed". */
function showsPicture(s: string, ended: boolean): boolean {
  if (ended && !ON_A_DAY.test(s)) return false;
  if (!isSeen(s) || !SEEN.test(mainOf(s))) return false;
  return !ended || !/[.!?] \p{Lu}/u.test(s);
}
const ASKS =
  /^(?:\d{1,2}[.)] )?(?:What|Who|Whom|Whose|Why|How|When|Where|Which|Will|Is|Are|Can|Could|Did|Does|Do|Should|Has|Have|Was|Were)\b[^“”"]*\?$/;

/** Headings that ask or quote, and captions without a credit, between paragraphs. */
function among(info: readonly { s: string; words: number; prose: boolean }[], roles: LineRole[]): void {
  const first = roles.indexOf('prose');
  const last = roles.lastIndexOf('prose');
  const asking: number[] = [];
  let asked = 0;
  let paragraphs = 0;
  let headed = false;
  for (let i = first + 1; first >= 0 && i < last; i++) {
    const { s, words, prose } = info[i]!;
    if (roles[i] === 'prose') paragraphs++;
    if (/\?["”]?$/.test(s)) asked++;
    if (roles[i] === 'heading' && isSection(s)) headed ||= words < 8 && !/[.?!]$/.test(s);
    if (roles[i] !== 'heading' && roles[i] !== 'prose') continue;
    // Below it a paragraph, or a heading or a picture above one.
    const next =
      roles[i + 1] === 'caption' ||
      (roles[i + 1] === 'heading' &&
        info[i + 1]!.words < 6 &&
        !info.some((x, j) => j !== i + 1 && x.s === info[i + 1]!.s))
        ? i + 2
        : i + 1;
    const follows = info[next] !== undefined && info[next].words > 11 && roles[next] !== 'furniture';
    const below = roles[i - 1] !== 'heading' || info[i - 1]!.words > 11;
    if (words <= 12 && ASKS.test(s) && follows && below) asking.push(i);
    else if (prose && words <= 9 && LABEL.test(s) && follows) roles[i] = 'furniture';
    else if (words >= 6 && words <= 25 && TERMINAL.test(s) && showsPicture(s, true)) roles[i] = 'caption';
  }
  // Numbers above paragraphs, and not in a row, count the parts.
  const numbered = [...info.keys()].filter(
    (i) => i > first && i < last && NUMBERED.test(info[i]!.s) && roles[i + 1] === 'prose' && info[i + 1]!.words > 20,
  );
  if (numbered.length > 2) for (const i of numbered) roles[i] = 'furniture';
  // Where every few paragraphs ask, somebody asks.
  if (asked * 3 < paragraphs && (asking.length > 1 || headed)) for (const i of asking) roles[i] = 'furniture';
  unended(info, roles, first, last);
}

/** "3) The border is long", above a part. */
const NUMBERED = /^\d{1,2}[.)] ?\p{Lu}[^.!]{8,120}$/u;
/** What begins a caption that has no full stop, or stands in one. */
const CAPTIONED =
  /^\p{Lu}[\p{L}’' -]{2,25}: \p{Lu}|\bpictured\b|^(?:A|This|In this) (?:file |video |television |tv )?(?:still|image|photo|picture|grab)\b/u;
const HEADLINE = /^\p{Lu}\S*(?: (?:\p{Lu}|\d|(?:of|in|on|the|a|an|to|for|and|with|at|from|by|as)\b)\S*)+$/u;

/**
 * Long lines without a full stop between paragraphs: captions where several stand apart or they read so, else sentences.
 * Those that a line announces, or three in a row, are a list.
 */
function unended(info: readonly { s: string; words: number }[], roles: LineRole[], first: number, last: number): void {
  const apart: number[] = [];
  const listed: number[] = [];
  for (let i = first + 1; first >= 0 && i < last; i++) {
    let to = i;
    while (to < last && isUnended(info[to]!, roles[to]!)) to++;
    const own = to - i > 2 || info[i - 1]!.s.endsWith(':') ? listed : apart;
    for (; i < to; i++) own.push(i);
  }
  const ended = roles.filter((role, i) => role === 'prose' && TERMINAL.test(info[i]!.s)).length;
  const all = apart.length > 2 && apart.length * 2 < ended;
  const pictured = [...apart, ...listed].some((i) => CAPTIONED.test(info[i]!.s));
  for (const i of apart) {
    const { s } = info[i]!;
    // "Orsk says it will stay" is a headline, "Orsk said it would stay" a sentence.
    const says = /\b(?:says|denies)\b/.test(s);
    const told = !says && TELLS.test(s);
    const tells = told || (!says && /[“”"]/.test(s));
    if ((all && (!tells || pictured)) || CAPTIONED.test(s) || showsPicture(s, false)) roles[i] = 'caption';
    else if (s.length > 90 || told) roles[i] = 'prose';
  }
  const captioned = listed.filter((i) => CAPTIONED.test(info[i]!.s));
  for (const i of listed)
    if (captioned.length > 2 && CAPTIONED.test(info[i]!.s)) roles[i] = 'caption';
    else if (info[i]!.s.length > 90 && roles[i - 1] === 'prose') roles[i] = 'prose';
  amongCaptions(info, roles, first);
}
/** Several pictures in a row: what is said twice, what stands between two of them, and those above the article. */
function amongCaptions(info: readonly { s: string; words: number }[], roles: LineRole[], first: number): void {
  const may = (i: number): boolean =>
    (roles[i] === 'prose' || roles[i] === 'heading') &&
    info[i]!.words >= 6 &&
    info[i]!.words <= 60 &&
    !TELLS.test(info[i]!.s) &&
    !/[“”"]/.test(info[i]!.s);
  const above: number[] = [];
  for (let i = 1; i < roles.length; i++) {
    if (i < first) {
      if (info[i]!.words >= 10 && may(i) && showsPicture(info[i]!.s, false)) above.push(i);
    } else if (i > first && info[i + 1]?.s === info[i]!.s && may(i) && isSeen(info[i]!.s) && ON_A_DAY.test(info[i]!.s))
      roles[i] = roles[i + 1] = 'caption';
  }
  if (above.length > 1) for (const i of above) roles[i] = 'caption';
  for (let i = first + 1; i < roles.length - 1; i++)
    if (
      roles[i - 1] === 'caption' &&
      roles[i + 1] === 'caption' &&
      may(i) &&
      isSeen(info[i]!.s) &&
      !NO_PICTURE.test(info[i]!.s)
    )
      roles[i] = 'caption';
}
/** How a sentence of the text begins, and none on a picture. */
const NO_PICTURE = /^(?:During|In|On|After|Before|At|As|When|While|Since|For|With|By|From|But|And|She|He|They|It)\b/;
const isUnended = ({ s, words }: { s: string; words: number }, role: LineRole): boolean =>
  (role === 'heading' || role === 'prose') &&
  words > 7 &&
  words < 60 &&
  s.length > 50 &&
  !/[.!?…][”"’']? \p{Lu}/u.test(s) &&
  !/[:;,…]$/.test(s) &&
  !TERMINAL.test(withoutInserted(s)) &&
  /\p{Ll}/u.test(s) &&
  !/^(?:[•▪●*–-] ?|\d{1,2}[.)] )\S/.test(s) &&
  !TURN.test(s) &&
  !HEADLINE.test(s);

/** Paragraphs that are the page's own: they say so, repeat the article, or tell of its author; and what lies among them. */
function ofThePage(
  info: readonly { s: string; words: number; signs: boolean; prose: boolean }[],
  roles: LineRole[],
  authors: ReadonlySet<string>,
): void {
  const bare = (s: string): string => runsOf(s.toLowerCase(), LETTER | DIGIT).join(' ');
  const first = roles.indexOf('prose');
  const last = roles.lastIndexOf('prose');
  let body: string | null = null;
  let asked = 0;
  /** Whether a line's first words stand in the paragraphs, other than in itself. */
  const toldAgain = (line: string, prose: boolean): boolean => {
    if (asked++ > 30) return false;
    body ??= bare(
      info
        .filter((_, i) => roles[i] === 'prose')
        .map((x) => x.s)
        .join(' '),
    );
    const run = bare(line.slice(0, 120)).split(' ', 6).join(' ');
    const at = body.indexOf(run);
    return at >= 0 && (!prose || body.indexOf(run, at + 1) >= 0);
  };
  const names = [...authors].slice(0, 8).map(bare);
  for (const [i, x] of info.entries()) {
    if (ENDS.test(x.s) && i > first && first >= 0 && i > (first + last) / 2) {
      for (let j = i; j < roles.length; j++) roles[j] = 'furniture';
      return;
    }
    if (roles[i] === 'furniture' || roles[i] === 'caption') continue;
    // Said again from the text, without a full stop: a pull quote, and below it whose words they are.
    if (i > first && i < last && x.words >= 6 && !TERMINAL.test(x.s) && !POSTED.test(x.s) && toldAgain(x.s, x.prose)) {
      roles[i] = 'furniture';
      if (info[i + 1] && info[i + 1]!.words <= 8 && !info[i + 1]!.prose) roles[i + 1] = 'furniture';
      continue;
    }
    const half = i > (first + last) / 2;
    if (i < first && x.words > 5 && roles[i] === 'heading' && WRITER.test(x.s) && x.s.endsWith('.'))
      roles[i] = 'furniture';
    // At the end somebody is introduced of whom the article tells nothing: who wrote it.
    const writer = half && i >= last - 2 && x.words < 90 && !/[“”"]/.test(x.s) ? WRITER.exec(x.s)?.[1] : undefined;
    if (writer && !info.some((y, j) => j !== i && roles[j] === 'prose' && y.s.includes(writer))) {
      roles[i] = 'furniture';
      continue;
    }
    if (half && x.words < 90 && names.length > 0) {
      const opening = bare(x.s.slice(0, 80));
      if (names.some((a) => opening.startsWith(a))) roles[i] = 'furniture';
    }
    const inside = x.prose && i > first + 1 && i < last - 3 && roles[i - 1] === 'prose' && roles[i + 1] === 'prose';
    const signs = x.signs && !inside ? new Set(x.s.match(PAGE_SIGN)).size : 0;
    if (signs === 0 || (TELLS.test(x.s) && signs < 2) || (/[“”"]/.test(x.s) && signs < 3)) continue;
    const beside = roles[i - 1] === 'furniture' || roles[i + 1] === 'furniture' || i === 0 || i === roles.length - 1;
    const within = x.prose && x.words > 25 && i > first && i < last - 3;
    if (signs >= 2 || (beside && !within) || !x.prose || (i >= last - 1 && half)) roles[i] = 'furniture';
  }
}

function pickTitle(
  raw: readonly Line[],
  info: readonly { s: string; words: number; prose: boolean }[],
  roles: readonly LineRole[],
  stop: number,
): Line | null {
  /** Right above the byline or the day. */
  const above = (i: number): boolean =>
    roles[i + 1] === 'furniture' && (/\d{4}|^by\b/i.test(info[i + 1]!.s) || BY_NAME.test(info[i + 1]!.s));
  const may: { i: number; words: readonly string[] }[] = [];
  for (let i = Math.max(0, stop - 400); i < stop; i++) {
    const x = info[i]!;
    // Of several sentences: a caption.
    if (roles[i] !== 'heading' || x.words < 3 || POINTED.test(x.s) || isByline(info, roles, i)) continue;
    if (x.words > 14 && /\p{Ll}\. \p{Lu}\p{Ll}+ \p{Ll}/u.test(x.s)) continue;
    may.push({ i, words: [...new Set(contentWords(x.s))] });
  }
  // A headline shares its words with the article, runs over several, and stands near the byline and the text.
  const begins = new Set(may.flatMap(({ words }) => words.map(beginningOf)));
  const body = new Set(
    begins.size === 0
      ? []
      : info
          .filter((_, i) => roles[i] === 'prose')
          .slice(0, 8)
          .flatMap((x) => contentWords(x.s.slice(0, 600), begins)),
  );
  let at: number | undefined;
  let best = 0;
  for (const { i, words } of may) {
    const x = info[i]!;
    const shared = words.filter((w) => body.has(w)).length;
    const again = info.some((y, j) => j < stop && j !== i && y.s === x.s);
    const score =
      1 +
      Math.min(shared, 5) * 1.2 +
      Math.min(x.words, 6) / 2 +
      (again ? (shared > 1 ? 4 : 1) : 0) -
      (words.length > 2 && shared === 0 ? 1.5 : 0) -
      (/[.]$|^[‘'“"][^’'”"]*[’'”"]$/.test(x.s) ? 2 : 0) -
      (LETTERHEAD.test(x.s) && x.words < 11 ? 3 : 0) -
      (i === 0 && x.words <= 5 && !/\p{Ll}/u.test(x.s) ? 2 : 0) +
      (above(i) ? 1.5 : 0) +
      (stop - i < 8 ? 1 : 0) -
      (x.words < 8 && /^(?:[\p{Lu}\d&]\S*(?: |$))+$/u.test(x.s) && shared * 2 < words.length ? 3 : 0) -
      (/ & |^- /.test(x.s) && x.words < 5 ? 2 : 0) -
      (/^(?:\p{Lu}[\p{L}.’'-]+ ){1,2}\p{Lu}[\p{L}.’'-]+, \p{Lu}\S*(?: \p{Lu}\S*)*$/u.test(x.s) ? 4 : 0);
    // Of two alike the first is the headline, the second its deck.
    if (score > best + (at === undefined ? 0 : 1.5)) {
      best = score;
      at = i;
    }
  }
  if (at === undefined) {
    const short = info.findIndex(
      (x, i) =>
        i < stop &&
        roles[i] === 'heading' &&
        x.words >= 2 &&
        x.s.length >= 12 &&
        !POINTED.test(x.s) &&
        !isByline(info, roles, i),
    );
    return short >= 0 && stop < raw.length && short === 0 ? raw[short]! : null;
  }
  const l = raw[at]!;
  // "Headline | Outlet"
  const tail = /\s+[|]\s+[\p{Lu}][^|]{2,40}$/u.exec(info[at]!.s);
  return { start: l.start, end: tail ? l.start + tail.index : l.end };
}

/** A body that signs above its statement. */
const LETTERHEAD =
  /^(?:the )?(?:ministry|office|directorate|department|embassy|government|republic|kingdom|general staff|command|press service|information (?:office|centre|center)|radio|voice of)\b/i;

function outletOf(
  view: string,
  raw: readonly Line[],
  info: readonly { s: string; words: number; prose: boolean }[],
  roles: readonly LineRole[],
  title: Line | null,
): string | null {
  if (title) {
    const rest = view.slice(title.end, title.end + 60);
    const m = /^\s+[|]\s+([^|\n]{3,40})/.exec(rest);
    if (m) return m[1]!.trim();
  }
  for (const [i] of raw.entries()) {
    if (roles[i] !== 'furniture') continue;
    const s = info[i]!.s;
    const m =
      /(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?)?[,\s]*(\p{Lu}[\p{L}\d&.’' ]{2,40}?)(?:[.,|]|\s+(?:19|20)\d\d|\s+all rights|$)/iu.exec(
        s,
      );
    if (m && !/^all rights/i.test(m[1]!)) return m[1]!.trim();
  }
  return null;
}

/** "Ana Ruiz, Li Wei and Omar Haddad" */
const NAMES =
  /^(?:\p{Lu}[\p{L}.’'-]+ ){1,3}\p{Lu}[\p{L}.’'-]+(?:(?:,| and) (?:\p{Lu}[\p{L}.’'-]+ ){1,3}\p{Lu}[\p{L}.’'-]+)*(?: and |, )(?:\p{Lu}[\p{L}.’'-]+ ){1,3}\p{Lu}[\p{L}.’'-]+$/u;
/** A name alone above a line of the page's own, or names with or without their agency. */
const isByline = (info: readonly { s: string }[], roles: readonly LineRole[], i: number): boolean => {
  const s = info[i]!.s.replace(AGENCY_AFTER, '');
  if (!NAMES.test(s) && !(NAME.test(s) && (s !== info[i]!.s || roles[i + 1] === 'furniture'))) return false;
  const words = fold(s).match(/\p{L}[\p{L}'-]*/gu) ?? [];
  return words.filter((w) => w !== 'and' && (STOP.has(w) || isWord(w))).length * 3 < words.length * 2;
};
const NAME = /^\p{Lu}[\p{L}.’'-]+(?: \p{Lu}[\p{L}.’'-]+){1,3}$/u;
const AGENCY_AFTER = new RegExp(`, (?:The )?${AGENCIES}$`);
const isSection = (s: string): boolean =>
  PART.test(s) || (s.length <= 90 && !/[.,;][”"’']?$|^[“"‘'([].*[.?!][”"’'\])]+$|^[^-–—].*:$/.test(s));
/** "The facts:", "Key developments:" and no clause that leads to words. */
const PART =
  /^(?:the )?(?:\p{L}+ ){0,2}(?:facts?|developments?|conclusions?|background|points?|findings|events|summary|analysis|context|history|reactions?|verdict|numbers|figures|takeaways|highlights):$/iu;

/** Furniture, captions, and the headings of sections: they are read, and are no part of the text. */
function merged(view: string, lines: readonly LaidLine[], first: number, last: number): Span[] {
  const out: [number, number][] = [];
  let before: LaidLine | null = null;
  const inserted = MAY_INSERT.test(view);
  for (const [i, l] of lines.entries()) {
    if (inserted && l.role === 'prose')
      for (const m of view.slice(l.start, l.end).matchAll(INSERTED))
        out.push([l.start + m.index, l.start + m.index + m[0].length]);
    const heads = l.role === 'heading' && i > first && i < last && first >= 0 && isSection(view.slice(l.start, l.end));
    const off = l.role === 'furniture' || l.role === 'caption' || heads;
    const prior = out.at(-1);
    if (off && prior && before && prior[1] === before.end && view.slice(prior[1], l.start).trim() === '')
      prior[1] = l.end;
    else if (off) out.push([l.start, l.end]);
    before = l;
  }
  return out;
}
