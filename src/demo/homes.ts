/** Where people live, and what they are called there. */
export interface Home {
  readonly zone: string;
  readonly country: string;
  readonly lang: string;
  readonly names: Names;
  readonly weight: number;
}

/** First names as people write them, each with its form in an address, and last names in addresses. */
export interface Names {
  readonly first: readonly (readonly [written: string, plain: string])[];
  readonly last: readonly string[];
}

const same = (...names: readonly string[]): Names['first'] => names.map((name) => [name, name.toLowerCase()] as const);

const GERMAN: Names = {
  first: [
    ...same('Anna', 'Lena', 'Jonas', 'Hannah', 'Felix', 'Marie', 'Paul', 'Clara', 'Emil', 'Ida', 'Max', 'Greta'),
    ['Jürgen', 'juergen'],
    ['Käthe', 'kaethe'],
    ['Björn', 'bjoern'],
    ['Ayşe', 'ayse'],
    ['Karl-Heinz', 'karl-heinz'],
    ['Zoë', 'zoe'],
  ],
  last: [
    'schmidt',
    'mueller',
    'weber',
    'fischer',
    'wagner',
    'becker',
    'hofer',
    'gruber',
    'koch',
    'yilmaz',
    'nowak',
    'lang',
  ],
};
const FRENCH: Names = {
  first: [
    ...same('Louise', 'Jules', 'Alice', 'Gabriel', 'Emma', 'Hugo', 'Camille', 'Lucas', 'Manon', 'Antoine'),
    ['Chloé', 'chloe'],
    ['Zoé', 'zoe'],
    ['François', 'francois'],
    ['Noémie', 'noemie'],
    ['Jean-Luc', 'jean-luc'],
  ],
  last: ['martin', 'bernard', 'dubois', 'petit', 'moreau', 'laurent', 'garcia', 'roux', 'fontaine', 'diallo'],
};
const ENGLISH: Names = {
  first: [
    ...same(
      'Olivia',
      'Noah',
      'Amelia',
      'Liam',
      'Grace',
      'Ethan',
      'Ruby',
      'Mason',
      'Ava',
      'Leo',
      'Priya',
      'Omar',
      'Sophie',
      'Jack',
    ),
    ["D'Arcy", 'darcy'],
    ['Siân', 'sian'],
    ['Mary Ann', 'maryann'],
    ['José', 'jose'],
  ],
  last: [
    'smith',
    'jones',
    'taylor',
    'brown',
    'wilson',
    'evans',
    'patel',
    'walker',
    'nguyen',
    'miller',
    'garcia',
    'oneill',
  ],
};
const JAPANESE: Names = {
  first: [
    ['陽菜', 'hina'],
    ['結衣', 'yui'],
    ['葵', 'aoi'],
    ['さくら', 'sakura'],
    ['蓮', 'ren'],
    ['大翔', 'hiroto'],
    ['健太', 'kenta'],
    ['美咲', 'misaki'],
    ['Emi', 'emi'],
  ],
  last: ['sato', 'suzuki', 'takahashi', 'tanaka', 'watanabe', 'ito', 'yamamoto', 'nakamura'],
};

/** Where the shop's customers live. Some are far from the country they pay in. */
export const HOMES: readonly Home[] = [
  { zone: 'Europe/Berlin', country: 'DE', lang: 'de', names: GERMAN, weight: 340 },
  { zone: 'Europe/Vienna', country: 'AT', lang: 'de', names: GERMAN, weight: 90 },
  { zone: 'Europe/London', country: 'GB', lang: 'en', names: ENGLISH, weight: 140 },
  { zone: 'Europe/Paris', country: 'FR', lang: 'fr', names: FRENCH, weight: 130 },
  { zone: 'America/New_York', country: 'US', lang: 'en', names: ENGLISH, weight: 85 },
  { zone: 'America/Los_Angeles', country: 'US', lang: 'en', names: ENGLISH, weight: 65 },
  { zone: 'Asia/Tokyo', country: 'JP', lang: 'ja', names: JAPANESE, weight: 70 },
  { zone: 'Australia/Sydney', country: 'AU', lang: 'en', names: ENGLISH, weight: 50 },
  { zone: 'Australia/Lord_Howe', country: 'AU', lang: 'en', names: ENGLISH, weight: 5 },
  { zone: 'America/St_Johns', country: 'US', lang: 'en', names: ENGLISH, weight: 8 },
  { zone: 'Asia/Kathmandu', country: 'GB', lang: 'en', names: ENGLISH, weight: 8 },
  { zone: 'Pacific/Auckland', country: 'AU', lang: 'en', names: ENGLISH, weight: 9 },
];
