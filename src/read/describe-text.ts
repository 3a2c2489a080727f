import { parseDuration } from '../model/duration.js';
import { isRealDay } from '../model/moment.js';
import { formatPercentage, parsePercentage } from '../model/percentage.js';
import { parseTimeOfDay } from '../model/time-of-day.js';
import type { ReadingCode } from './finding.js';
import type { Schema } from './schema.js';

/** What a text should have been, and how to mend it. */
export interface TextTrouble {
  readonly code: ReadingCode;
  readonly message: string;
  readonly label?: string;
  readonly help: readonly string[];
  /** What was probably meant, when it is plain. */
  readonly meant?: string;
}

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/^(m|min|mins|minute|minutes)$/, 'm'],
  [/^(h|hr|hrs|hour|hours)$/, 'h'],
  [/^(d|day|days)$/, 'd'],
  [/^(w|wk|week|weeks)$/, 'w'],
  [/^(mo|mon|month|months)$/, 'mo'],
  [/^(y|yr|year|years)$/, 'y'],
];

/** What is wrong with a value that stands where text of the kind `title` should; null when it is right. `value` is text or a number. */
export function describeText(schema: Schema, value: string | number): TextTrouble | null {
  const title = schema.title ?? '';
  const text = String(value);
  if (typeof value === 'string' && matches(schema, value) && isReal(title, value)) return null;
  const shown = typeof value === 'number' ? text : JSON.stringify(value);
  const examples = (schema.examples ?? []).filter((example) => typeof example !== 'object').map(String);
  const likeThis = examples.length > 0 ? [`write it like ${examples.slice(0, 3).join(', ')}`] : [];
  if (text.trim() === '') return { code: 'LC108', message: 'is empty', help: likeThis };
  switch (title) {
    case 'Duration':
    case 'Duration or trait':
    case 'Offset': {
      const length = guessDuration(text);
      const meant = length !== undefined && /^\s*[-−]/.test(text) ? `-${length}` : length;
      const label = typeof value === 'number' ? 'which unit?' : undefined;
      return {
        code: 'LC106',
        message: `is ${shown}, which is not a length of time`,
        ...(label ? { label } : {}),
        ...mend(meant, likeThis),
      };
    }
    case 'Percentage': {
      const meant = guessPercentage(text);
      return {
        code: 'LC107',
        message: `is ${shown}, which is not a percentage from 0% to 100%`,
        ...mend(meant, likeThis),
      };
    }
    case 'Time of day':
    case 'Time of day or trait':
      return {
        code: 'LC108',
        message: `is ${shown}, which is not a time of day`,
        ...mend(guessTime(text), likeThis),
      };
    case 'Id':
      return {
        code: 'LC109',
        message: `is ${shown}, which is not an id`,
        ...mend(slug(text, '-'), ['use small letters, digits and hyphens']),
      };
    case 'Name':
    case 'Segment':
      return {
        code: 'LC109',
        message: `is ${shown}, which is not a name`,
        ...mend(slug(text, '_'), ['use small letters, digits and underscores']),
      };
    case 'Stage':
      return {
        code: 'LC109',
        message: `is ${shown}, which is not the id of a stage`,
        ...mend(slug(text, '-'), likeThis),
      };
    default:
      return {
        code: 'LC108',
        message: `is ${shown}, which is not ${article(title.toLowerCase() || 'one it can be')}`,
        help: likeThis,
      };
  }
}

/** `a duration`, `an offset`. */
export function article(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** Whether text matches its pattern; patterns are compiled once. */
export function matches(schema: Schema, text: string): boolean {
  if (schema.pattern === undefined) return true;
  let pattern = patterns.get(schema.pattern);
  if (!pattern) {
    pattern = new RegExp(schema.pattern, 'u');
    patterns.set(schema.pattern, pattern);
  }
  return pattern.test(text);
}

const patterns = new Map<string, RegExp>();

const LEAP_YEAR = 2024;

/** What no pattern can say: that a day exists, that a length has an end. Schedules have a rule of their own. */
function isReal(title: string, text: string): boolean {
  switch (title) {
    case 'Duration':
      return parseDuration(text) !== null;
    case 'Offset':
      return parseDuration(text.replace(/^-/, '')) !== null;
    case 'Percentage':
      return parsePercentage(text) !== null;
    case 'Moment':
    case 'Local time':
    case 'Test event':
    case 'Expected message':
      return !/^\d{4}-/.test(text) || isRealDay(text);
    case 'Calendar day':
      return isRealDay(text.length === 5 ? `${LEAP_YEAR}-${text}` : text);
    default:
      return true;
  }
}

function guessDuration(text: string): string | undefined {
  const parts = [...text.toLowerCase().matchAll(/(\d+)\s*([a-z]+)/g)].map(([, amount, word = '']) => {
    const unit = UNITS.find(([pattern]) => pattern.test(word))?.[1];
    return unit ? `${amount}${unit}` : null;
  });
  const meant = parts.includes(null) ? '' : parts.join(' ');
  return meant !== '' && meant !== text && parseDuration(meant) ? meant : undefined;
}

function guessTime(text: string): string | undefined {
  const match = /^\s*(\d{1,2})[:.h](\d{2})\s*$/.exec(text);
  const meant = match ? `${match[1]!.padStart(2, '0')}:${match[2]}` : '';
  return parseTimeOfDay(meant) === null ? undefined : meant;
}

/** Nobody who leaves out the sign and writes 0.05 means a twentieth of a percent. */
function guessPercentage(text: string): string | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text);
  if (!match) return undefined;
  const amount = Number(match[1]);
  const meant = match[2] === '' && amount > 0 && amount < 1 ? formatPercentage(amount, 4) : `${match[1]}%`;
  return parsePercentage(meant) === null ? undefined : meant;
}

function slug(text: string, joint: '-' | '_'): string | undefined {
  const meant = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return (
    meant
      .split(/[^a-z0-9]+/)
      .filter(Boolean)
      .join(joint) || undefined
  );
}

function mend(meant: string | undefined, otherwise: readonly string[]): Pick<TextTrouble, 'help' | 'meant'> {
  return meant ? { help: [`write ${meant}`], meant } : { help: otherwise };
}
