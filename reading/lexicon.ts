/**
 * What the rules know about names: countries with their demonyms and capitals (used for governments), bodies with a
 * known seat, and the words for roles. A mechanism hands in its own parties; nothing here knows any one conflict.
 */

import { BEGINNINGS, beginningAt } from './beginnings.ts';
import { remembered } from './characters.ts';

/** A side the mechanism knows: its id, and every word that names it, its officials or its seat. */
export interface LexiconParty {
  readonly id: string;
  readonly names: readonly string[];
  readonly role: 'party' | 'mediator' | 'third-party' | 'un' | 'ngo' | 'monitor' | 'non-party';
}

export interface Lexicon {
  readonly parties: readonly LexiconParty[];
  /** Extra place names (a gazetteer), as written. */
  readonly places: readonly string[];
}

export const DEFAULT_LEXICON: Lexicon = { parties: [], places: [] };

/** name | demonyms | capital | other names and metonyms */
const COUNTRIES = `Afghanistan|Afghan,Afghans|Kabul|
Albania|Albanian,Albanians|Tirana|
Algeria|Algerian,Algerians|Algiers|
Angola|Angolan,Angolans|Luanda|
Argentina|Argentine,Argentinian,Argentines|Buenos Aires|
Armenia|Armenian,Armenians|Yerevan|
Australia|Australian,Australians|Canberra|
Austria|Austrian,Austrians|Vienna|
Azerbaijan|Azerbaijani,Azerbaijanis,Azeri,Azeris|Baku|
Bahrain|Bahraini,Bahrainis|Manama|
Bangladesh|Bangladeshi,Bangladeshis|Dhaka|
Belarus|Belarusian,Belarusians|Minsk|
Belgium|Belgian,Belgians|Brussels|
Benin|Beninese|Porto-Novo|
Bhutan|Bhutanese|Thimphu|
Bolivia|Bolivian,Bolivians|La Paz|
Bosnia and Herzegovina|Bosnian,Bosnians|Sarajevo|Bosnia
Botswana|Botswanan|Gaborone|
Brazil|Brazilian,Brazilians|Brasilia|
Bulgaria|Bulgarian,Bulgarians|Sofia|
Burkina Faso|Burkinabe|Ouagadougou|
Burundi|Burundian,Burundians|Bujumbura|Gitega
Cambodia|Cambodian,Cambodians|Phnom Penh|
Cameroon|Cameroonian,Cameroonians|Yaounde|Yaoundé
Canada|Canadian,Canadians|Ottawa|
Central African Republic|Central African|Bangui|
Chad|Chadian,Chadians|N’Djamena|N'Djamena
Chile|Chilean,Chileans|Santiago|
China|Chinese|Beijing|
Colombia|Colombian,Colombians|Bogota|Bogotá
Congo|Congolese|Kinshasa|Democratic Republic of the Congo,Democratic Republic of Congo,DR Congo,DRC
Costa Rica|Costa Rican|San Jose|
Croatia|Croatian,Croats|Zagreb|
Cuba|Cuban,Cubans|Havana|
Cyprus|Cypriot,Cypriots,Greek Cypriot,Turkish Cypriot|Nicosia|
Czech Republic|Czech,Czechs|Prague|Czechia
Denmark|Danish,Danes|Copenhagen|
Djibouti|Djiboutian||
Ecuador|Ecuadorian,Ecuadorians|Quito|
Egypt|Egyptian,Egyptians|Cairo|
El Salvador|Salvadoran,Salvadorans|San Salvador|
Eritrea|Eritrean,Eritreans|Asmara|
Estonia|Estonian,Estonians|Tallinn|
Ethiopia|Ethiopian,Ethiopians|Addis Ababa|
Finland|Finnish,Finns|Helsinki|
France|French|Paris|Elysee,Élysée,Quai d'Orsay
Gabon|Gabonese|Libreville|
Gambia|Gambian,Gambians|Banjul|
Georgia|Georgian,Georgians|Tbilisi|
Germany|German,Germans|Berlin|
Ghana|Ghanaian,Ghanaians|Accra|
Greece|Greek,Greeks|Athens|
Guatemala|Guatemalan,Guatemalans|Guatemala City|
Guinea|Guinean|Conakry|
Guyana|Guyanese|Georgetown|
Haiti|Haitian,Haitians|Port-au-Prince|
Honduras|Honduran,Hondurans|Tegucigalpa|
Hungary|Hungarian,Hungarians|Budapest|
Iceland|Icelandic|Reykjavik|
India|Indian,Indians|New Delhi|Delhi
Indonesia|Indonesian,Indonesians|Jakarta|
Iran|Iranian,Iranians|Tehran|Teheran
Iraq|Iraqi,Iraqis|Baghdad|
Ireland|Irish|Dublin|
Israel|Israeli,Israelis|Jerusalem|Tel Aviv,IDF,Israel Defense Forces,Israel Defence Forces,Shin Bet,COGAT
Italy|Italian,Italians|Rome|
Ivory Coast|Ivorian,Ivorians|Abidjan|Cote d'Ivoire,Côte d’Ivoire
Jamaica|Jamaican,Jamaicans|Kingston|
Japan|Japanese|Tokyo|
Jordan|Jordanian,Jordanians|Amman|
Kazakhstan|Kazakh,Kazakhs|Astana|
Kenya|Kenyan,Kenyans|Nairobi|
Kosovo|Kosovar,Kosovars|Pristina|
Kuwait|Kuwaiti,Kuwaitis|Kuwait City|
Kyrgyzstan|Kyrgyz|Bishkek|
Laos|Lao,Laotian|Vientiane|
Latvia|Latvian,Latvians|Riga|
Lebanon|Lebanese|Beirut|
Liberia|Liberian,Liberians|Monrovia|
Libya|Libyan,Libyans|Tripoli|
Lithuania|Lithuanian,Lithuanians|Vilnius|
Madagascar|Malagasy|Antananarivo|
Malawi|Malawian|Lilongwe|
Malaysia|Malaysian,Malaysians|Kuala Lumpur|Putrajaya
Mali|Malian,Malians|Bamako|
Mauritania|Mauritanian,Mauritanians|Nouakchott|
Mexico|Mexican,Mexicans|Mexico City|
Moldova|Moldovan,Moldovans|Chisinau|
Mongolia|Mongolian,Mongolians|Ulaanbaatar|
Montenegro|Montenegrin|Podgorica|
Morocco|Moroccan,Moroccans|Rabat|
Mozambique|Mozambican,Mozambicans|Maputo|
Myanmar|Burmese|Naypyidaw|Burma,Naypyitaw,Tatmadaw
Namibia|Namibian|Windhoek|
Nepal|Nepali,Nepalese,Nepalis|Kathmandu|
Netherlands|Dutch|The Hague|
New Zealand|New Zealander|Wellington|
Nicaragua|Nicaraguan,Nicaraguans|Managua|
Niger|Nigerien,Nigeriens|Niamey|
Nigeria|Nigerian,Nigerians|Abuja|
North Korea|North Korean,North Koreans|Pyongyang|DPRK
North Macedonia|Macedonian|Skopje|
Norway|Norwegian,Norwegians|Oslo|
Oman|Omani,Omanis|Muscat|
Pakistan|Pakistani,Pakistanis|Islamabad|ISPR,Inter-Services Public Relations,Rawalpindi
Palestine|Palestinian,Palestinians|Ramallah|Palestinian Authority
Panama|Panamanian|Panama City|
Papua New Guinea|Papua New Guinean|Port Moresby|
Paraguay|Paraguayan|Asuncion|
Peru|Peruvian,Peruvians|Lima|
Philippines|Philippine,Filipino,Filipinos|Manila|
Poland|Polish,Poles|Warsaw|
Portugal|Portuguese|Lisbon|
Qatar|Qatari,Qataris|Doha|
Romania|Romanian,Romanians|Bucharest|
Russia|Russian,Russians|Moscow|Kremlin,Russian Federation
Rwanda|Rwandan,Rwandans|Kigali|
Saudi Arabia|Saudi,Saudis|Riyadh|
Senegal|Senegalese|Dakar|
Serbia|Serbian,Serbians,Serb,Serbs|Belgrade|
Sierra Leone|Sierra Leonean|Freetown|
Singapore|Singaporean,Singaporeans||
Slovakia|Slovak,Slovaks|Bratislava|
Slovenia|Slovenian|Ljubljana|
Somalia|Somali,Somalis|Mogadishu|
South Africa|South African,South Africans|Pretoria|
South Korea|South Korean,South Koreans|Seoul|
South Sudan|South Sudanese|Juba|
Spain|Spanish,Spaniards|Madrid|
Sri Lanka|Sri Lankan,Sri Lankans|Colombo|
Sudan|Sudanese|Khartoum|
Sweden|Swedish,Swedes|Stockholm|
Switzerland|Swiss|Bern|
Syria|Syrian,Syrians|Damascus|
Taiwan|Taiwanese|Taipei|
Tajikistan|Tajik,Tajiks|Dushanbe|
Tanzania|Tanzanian,Tanzanians|Dodoma|
Thailand|Thai,Thais|Bangkok|
Togo|Togolese|Lome|
Tunisia|Tunisian,Tunisians|Tunis|
Turkey|Turkish,Turks|Ankara|Türkiye,Turkiye
Turkmenistan|Turkmen|Ashgabat|
Uganda|Ugandan,Ugandans|Kampala|
Ukraine|Ukrainian,Ukrainians|Kyiv|Kiev
United Arab Emirates|Emirati,Emiratis|Abu Dhabi|UAE
United Kingdom|British,Britons|London|UK,U.K.,Britain,Downing Street,Whitehall
United States|American,Americans|Washington|US,U.S.,USA,White House,State Department,Pentagon,America
Uruguay|Uruguayan|Montevideo|
Uzbekistan|Uzbek,Uzbeks|Tashkent|
Venezuela|Venezuelan,Venezuelans|Caracas|
Vietnam|Vietnamese|Hanoi|
Western Sahara|Sahrawi,Saharawi||
Yemen|Yemeni,Yemenis|Sanaa|Sana'a,Sana’a,Aden
Zambia|Zambian,Zambians|Lusaka|
Zimbabwe|Zimbabwean,Zimbabweans|Harare|`;

/** Bodies that are not countries: id | kind | names. Ids are neutral: the body's own name. */
const BODIES = `un|un|United Nations,UN,U.N.,UNSMIL,UNAMA,UNIFIL,MONUSCO,UNMISS,UNMOGIP,UNDOF,OHCHR,UNHCR,OCHA,UNICEF,World Food Programme,WFP,UNRWA,Security Council,UN Secretary-General,Guterres,WHO,World Health Organization,World Health Organisation
ngo|ngo|ICRC,Red Cross,International Committee of the Red Cross,Red Crescent,Amnesty International,Human Rights Watch,Médecins Sans Frontières,Doctors Without Borders,MSF,Save the Children,Crisis Group,International Crisis Group,Norwegian Refugee Council,Oxfam,Islamic Relief,B’Tselem,Syrian Observatory for Human Rights
monitor|monitor|OSCE,Organization for Security and Cooperation in Europe,Organization for Security and Co-operation in Europe,Organisation for Security and Cooperation in Europe,Organisation for Security and Co-operation in Europe,CTSAMVM,Joint Monitoring Mechanism,Monitoring Mission,Observer Mission,Verification Mechanism,Ceasefire Monitoring Committee
european union|third-party|European Union,EU,European Commission
african union|third-party|African Union,AU
nato|third-party|NATO
asean|third-party|ASEAN
arab league|third-party|Arab League
igad|third-party|IGAD
ecowas|third-party|ECOWAS
afghanistan|party|Afghan Taliban,Taliban,Islamic Emirate,Islamic Emirate of Afghanistan,Taliban regime,Taliban government
hamas|party|Hamas,Qassam Brigades,Al-Qassam Brigades
hezbollah|party|Hezbollah,Hizbollah,Hizbullah
houthis|party|Houthi,Houthis,Ansar Allah,Ansarullah
rapid support forces|party|Rapid Support Forces,RSF
m23|party|M23,AFC/M23,March 23 Movement
tigray|party|TPLF,Tigray People’s Liberation Front,Tigray People's Liberation Front,Tigrayan,Tigrayans,Tigray
eln|party|ELN,National Liberation Army
farc|party|FARC
milf|party|MILF,Moro Islamic Liberation Front
kurdistan workers party|party|PKK,Kurdistan Workers’ Party,Kurdistan Workers' Party
syrian democratic forces|party|SDF,Syrian Democratic Forces
polisario|party|Polisario,Polisario Front
pakistani taliban|non-party|Tehreek-e-Taliban Pakistan,Tehrik-i-Taliban Pakistan,Tehreek-i-Taliban Pakistan,Tehrik-e-Taliban Pakistan,Pakistani Taliban,TTP
islamic state|non-party|Islamic State,ISIS,ISIL,Daesh,IS-K,ISKP`;

/** What a name stands for. */
export interface Named {
  readonly id: string;
  readonly kind: 'country' | 'place' | LexiconParty['role'];
  /** As a place on the map (countries and capitals), not an adjective or a body. */
  readonly place: boolean;
  readonly capital: boolean;
}

/** What a side is called in a sentence: an organisation by its first name in the lexicon, others by their own. */
export function namesOfSides(lexicon: Lexicon): (side: string) => string {
  const names = new Map(lexicon.parties.map((p) => [p.id, p.names[0] ?? p.id]));
  return (side) => names.get(side) ?? sideName(side);
}
/** A side that no terms name: what it is, or its own name as written. */
export function sideName(side: string): string {
  return ROLES[side] ?? side.replace(/(?<![\p{L}’'])(?!(?:of|the|and|for|in)\b)\p{Ll}/gu, (c) => c.toUpperCase());
}
const ROLES: Readonly<Record<string, string>> = {
  mediator: 'the mediators',
  un: 'the United Nations',
  ngo: 'a non-governmental organisation',
  witness: 'a witness',
  monitor: 'the monitors',
  'third-party': 'a third party',
  'both-parties': 'both sides',
  'unnamed-source': 'an unnamed source',
  opposition: 'opponents of a government',
  unknown: 'someone of an unknown side',
};

/** Looks names up; built once per lexicon. */
export interface Names {
  /** Folded name to what it stands for. */
  readonly table: Pick<ReadonlyMap<string, Named>, 'get' | 'has'>;
  /** The first word of a name, in lower case, to the most words that a name beginning so has. */
  readonly starts: Pick<ReadonlyMap<string, number>, 'get'>;
  /** 1 for how a name may begin ({@link beginningAt}): cheap to ask first. */
  readonly begins: Uint8Array;
  readonly given: ReadonlyMap<string, LexiconParty['role']>;
}

const built = new WeakMap<Lexicon, Names>();

/** Folds a name for look-up: case kept for short acronyms only, apostrophes alike, no diacritics. */
export function keyOf(s: string): string {
  const plain = isPlain(s) ? s : s.replace(/\s+/g, ' ').normalize('NFKD').replace(/\p{M}/gu, '').replace(/[’‘]/g, "'");
  return plain.length <= 4 && plain.length > 1 && /^[A-Z0-9.]+$/.test(plain) ? plain : plain.toLowerCase();
}
/** The same, kept: for what is asked of again and again. */
export const nameKey: (name: string) => string = remembered(keyOf);
/** No diacritic, no curled apostrophe, no end of a line within. */
function isPlain(s: string): boolean {
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    if (c > 127 || c === 96 || c < 32) return false;
  }
  return true;
}

/** The names of a lexicon over those that every reader of the news knows. */
export function namesOf(lexicon: Lexicon): Names {
  const known = built.get(lexicon);
  if (known) return known;
  const table = new Map<string, Named>();
  const add = (name: string, named: Named, over = false): void => {
    const key = nameKey(name);
    if (key && (over || !table.has(key))) table.set(key, named);
  };
  for (const row of COUNTRIES.split('\n')) {
    const [name = '', demonyms = '', capital = '', others = ''] = row.split('|');
    const id = name.toLowerCase();
    add(name, { id, kind: 'country', place: true, capital: false });
    for (const d of demonyms.split(',').filter(Boolean)) add(d, { id, kind: 'country', place: false, capital: false });
    if (capital) add(capital, { id, kind: 'country', place: true, capital: true });
    for (const o of others.split(',').filter(Boolean))
      add(o, { id, kind: 'country', place: PLACE_ALIASES.has(o), capital: CAPITAL_ALIASES.has(o) });
  }
  for (const row of BODIES.split('\n')) {
    const [id = '', kind = '', names = ''] = row.split('|');
    for (const n of names.split(','))
      add(n, { id, kind: kind as Named['kind'], place: n === 'Tigray', capital: false });
  }
  const given = new Map<string, LexiconParty['role']>();
  for (const party of lexicon.parties) {
    given.set(party.id, party.role);
    // A party that has the name of a country is what that country's other names, capital and people stand for too.
    const homes = new Set(party.names.flatMap((n) => table.get(nameKey(n))?.id ?? []));
    for (const [key, was] of table)
      if (homes.has(was.id) && (was.kind === 'country' || was.kind === 'party'))
        table.set(key, { ...was, id: party.id, kind: kindOf(party.role, was.kind) });
    for (const n of party.names) {
      const was = table.get(nameKey(n));
      add(
        n,
        {
          id: party.id,
          kind: kindOf(party.role, was?.kind),
          place: was?.place ?? false,
          capital: was?.capital ?? false,
        },
        true,
      );
    }
  }
  for (const p of lexicon.places) add(p, { id: p.toLowerCase(), kind: 'place', place: true, capital: false });
  const starts = startsOf(table.keys());
  const names: Names = { table, starts, begins: begunBy(starts, new Uint8Array(BEGINNINGS)), given };
  built.set(lexicon, names);
  return names;
}

/** Names with those of one document over them; a name that is known stays what it is. */
export function namesWith(names: Names, added: ReadonlyMap<string, Named>): Names {
  const own = startsOf(added.keys());
  return {
    table: {
      get: (key) => names.table.get(key) ?? added.get(key),
      has: (key) => names.table.has(key) || added.has(key),
    },
    starts: { get: (word) => Math.max(names.starts.get(word) ?? 0, own.get(word) ?? 0) },
    begins: begunBy(own, names.begins.slice()),
    given: names.given,
  };
}
function startsOf(keys: Iterable<string>): Map<string, number> {
  const starts = new Map<string, number>();
  for (const key of keys) {
    const words = key.split(' ');
    const first = words[0]!.toLowerCase();
    starts.set(first, Math.max(starts.get(first) ?? 0, words.length));
  }
  return starts;
}
function begunBy(starts: ReadonlyMap<string, number>, begins: Uint8Array): Uint8Array {
  begins[0] = 1;
  for (const word of starts.keys()) begins[beginningAt(word, 0)] = 1;
  return begins;
}

/** A country stays one where it is a party or mediates: it owns ministries and armies. */
const kindOf = (role: LexiconParty['role'], was: Named['kind'] | undefined): Named['kind'] =>
  was === 'country' && (role === 'party' || role === 'mediator') ? 'country' : role;

const PLACE_ALIASES = new Set(
  "Bosnia,Gitega,Yaoundé,N'Djamena,Democratic Republic of the Congo,Democratic Republic of Congo,DR Congo,DRC,Bogotá,Czechia,Delhi,Teheran,Tel Aviv,Cote d'Ivoire,Côte d’Ivoire,Putrajaya,Burma,Naypyitaw,Rawalpindi,Türkiye,Turkiye,Kiev,UAE,UK,U.K.,Britain,US,U.S.,USA,America,Sana'a,Sana’a,Aden".split(
    ',',
  ),
);
const CAPITAL_ALIASES = new Set(
  "Yaoundé,N'Djamena,Bogotá,Delhi,Teheran,Tel Aviv,Naypyitaw,Kiev,Sana'a,Sana’a".split(','),
);

/** Heads of noun phrases that can speak: people by office. */
export const PERSON_ROLES =
  'monarch|speaker|skipper|cleric|member|lawmaker|legislator|parliamentarian|deputy|aide|peacekeeper|spokesman|spokeswoman|spokesperson|minister|president|premier|chancellor|secretary|ambassador|envoy|general|commander|chief|governor|mayor|official|officer|diplomat|negotiator|mediator|leader|director|adviser|advisor|representative|commissioner|coordinator|chairman|chairwoman|chair|chairperson|senator|lawmaker|analyst|expert|professor|researcher|witness|resident|villager|farmer|shopkeeper|doctor|teacher|trader|driver|survivor|activist|lawyer|judge|prosecutor|observer|monitor|colonel|major|captain|lieutenant|brigadier|admiral|king|emir|sheikh|mother|father|man|woman|elder|source|delegate|deputy|rapporteur|delegation|commentator|journalist|correspondent|worker|nurse|student|refugee|imam|mullah|bishop|pope|priest|surgeon|medic|paramedic|fighter|soldier|rebel|insurgent|militant|facilitator|head|negotiators|passenger|nominee|candidate|congressman|congresswoman|attorney|strategist|critic|supporter|economist|scientist|engineer|author|historian|councillor|councilor|pastor|rabbi|cleric|monk|businessman|businesswoman|shepherd|herder|pharmacist|baker|owner|manager|grandmother|grandfather|sister|brother|son|daughter|wife|husband|widow|mourner|protester|organizer|organiser|volunteer|interpreter|fisherman|pilot|miner|electrician|pollster|investigator|undersecretary|under-secretary|marshal|warlord|chieftain|tribesman|captive|detainee|prisoner|hostage|evacuee|patient|medic|policeman|policewoman|guard|guide|tenant|landlord|scholar|academic|ombudsman|ombudswoman|counterpart|interlocutor|architect|athlete|clerk|coach|detective|executive|friend|cousin|uncle|aunt|nephew|niece|relative|citizen|person|veteran|ally|boy|girl|youth';

/** Heads of noun phrases that can speak: bodies and papers. */
export const BODY_ROLES =
  'staff|ministry|office|government|army|military|forces|force|police|authorities|authority|administration|regime|presidency|cabinet|command|committee|council|commission|agency|department|embassy|mission|bureau|party|group|movement|coalition|alliance|union|organization|organisation|court|parliament|secretariat|directorate|team|side|junta|front|hospital|service|navy|wing|headquarters|leadership|delegation|palace|faction|factions|house|institute|watchdog|charity|foundation|observatory|corps|defence|defense|foreign affairs|hotline|group|campaign|company|firm|bank|university|panel|tribunal|jury|network|channel|broadcaster|newspaper|paper|daily|tabloid|magazine|website|federation|chamber|board|assembly|congress|senate|brigade|battalion|militia|tribe|clan|community|consulate|unit|opposition|media|intelligence|television|radio|republic|operation|outlet|outlets|wire|newswire|centre|center|fund|society|association|press|envoys|taskforce|cell|bloc|resistance|faction|emirate';

export const PAPER_ROLES =
  'statement|communique|communiqué|report|document|letter|note|release|bulletin|message|post|briefing|tweet|text|declaration|readout|dispatch|dossier|memo|complaint|filing|estimates|estimate|notice|telegram|appeal|circular|article|review|poll|survey|study|analysis|data|figures|statistics|records|account|transcript|ruling|verdict|affidavit|lawsuit|indictment|assessment|tally|footage|recording|audio|op-ed|editorial|leaflet|manifesto|presentation|announcement|flyer|placard|petition|summary|advisory|email|e-mail|handout|memorandum|amendment|rules|constitution|charter|caption|headline';
