import type { Diagnostic } from '../model/diagnostic.js';

/** What can be wrong with a file before its names are looked at; permanent, errors all of them. */
export const READING_RULES = {
  LC101: {
    name: 'not-yaml',
    summary: 'the file is not the plain YAML that campaigns are written in',
    docs: 'Campaigns are YAML 1.2 with nothing that reads differently than it looks: indentation by spaces, one document for each file, no tags, no merge keys, no directives, no invisible characters, at most 20 aliases. Nothing of the file is used until it reads cleanly.',
  },
  LC102: {
    name: 'wrong-type',
    summary: 'a value has another type than its key needs',
    docs: 'Text, numbers, lists and groups of keys are told apart. Text that looks like a number or like true and false needs quotes.',
  },
  LC103: {
    name: 'unknown-key',
    summary: 'a key is not one of the language',
    docs: 'A key that is not known is never passed over: it is nearly always a typing error, and the campaign would do something else than it says.',
  },
  LC104: {
    name: 'missing-key',
    summary: 'a key that is needed is not there',
    docs: 'Some keys have no sensible default. Add the key; the editor shows what it means.',
  },
  LC105: {
    name: 'duplicate-key',
    summary: 'a key stands twice in the same place',
    docs: 'Only one of the two could count. Keys that differ in nothing but capitals or the way accents are stored count as the same.',
  },
  LC106: {
    name: 'bad-duration',
    summary: 'a length of time cannot be read',
    docs: 'Write a number and a unit, as often as needed: m minutes, h hours, d days, w weeks, mo months, y years: 30m, 24h, 3d, 1d 12h.',
  },
  LC107: {
    name: 'bad-percentage',
    summary: 'a share cannot be read',
    docs: 'Write a share with its sign, from 0% to 100%: 10%, 2.5%. Without the sign nobody knows whether 0.5 is a half or half a percent.',
  },
  LC108: {
    name: 'bad-value',
    summary: 'a value is not one of those its key takes',
    docs: 'The value has the right type but is none that the key takes: a word that is not in its list, a number out of bounds, a list that is too short, a time that cannot be read.',
  },
  LC109: {
    name: 'bad-id',
    summary: 'an id or a name is not written as ids are',
    docs: 'Ids are small letters, digits and hyphens (last-call); names of segments, topics, metrics and the like have underscores (big_carts). They are how people in flight are remembered, so they are kept plain.',
  },
  LC110: {
    name: 'clashing-keys',
    summary: 'two keys of one place do not go together',
    docs: 'A step does one thing, a condition asks one thing, a trigger is one way in. The key that tells which it is also says what may stand beside it.',
  },
  LC111: {
    name: 'unreadable-file',
    summary: 'a file cannot be taken into the project',
    docs: 'Files must be regular files inside the project (no links), in UTF-8, at most 1 MB, with lines of at most 100,000 characters, with an ending that says what they are, and names that stay apart on every computer.\n\ncampaigns/winter.yml is not taken in: the ending of a campaign is .yaml. Nor is templates/cart.html: that of a template is .mjml or .liquid.',
  },
  LC112: {
    name: 'unsafe-number',
    summary: 'a number would not be read as it is written',
    docs: 'Leading zeros, more digits than a number holds, hexadecimal, exponents and infinity would silently become something else. Phone numbers, postal codes and ids need quotes.',
  },
  LC113: {
    name: 'unsafe-key',
    summary: 'a key has a name that programs keep for themselves',
    docs: '__proto__, constructor and prototype have a meaning of their own in many programs, ours included; no name may be one of them.',
  },
  LC114: {
    name: 'duplicate-id',
    summary: 'two files have the same id',
    docs: 'A campaign is known by the name of its file and a template by its path, kind and language, whatever folder or ending they have. Two of the same name cannot be told apart.\n\ncampaigns/cart.yaml and campaigns/uk/cart.yaml are both "cart": name the second cart-uk.yaml.',
  },
} as const;

/** A code of a finding about reading. */
export type ReadingCode = keyof typeof READING_RULES;

/** A finding of the reader: an error with the code's own name. */
export function finding(code: ReadingCode, parts: Omit<Diagnostic, 'code' | 'name' | 'severity'>): Diagnostic {
  return { code, name: READING_RULES[code].name, severity: 'error', ...parts };
}
