import { addDays } from '../calendar/local-time.js';
import type { Value, ValueType } from '../model/value.js';

/** What is declared of a value that is to be made up. */
interface Declared {
  readonly type: ValueType | null;
  readonly values: readonly string[] | null;
}

/** The day from which made-up days are counted: that on which messages go to a persona that says nothing of it. */
const DAY_ZERO = '2026-03-02';

/** What a text of this name might be; the first that fits. */
const TEXTS: readonly (readonly [name: RegExp, text: string])[] = [
  [/e_?mail/, 'ann@example.com'],
  [/(first|given)_?name/, 'Ann'],
  [/(last|family|sur)_?name/, 'Example'],
  [/(phone|mobile|msisdn)/, '+12025550123'],
  [/(image|photo|picture|logo)/, 'https://example.com/picture.png'],
  [/(url|link|href)/, 'https://example.com/here'],
  [/^(tz|time_?zone)$/, 'Europe/Berlin'],
  [/^(lang|language|locale)$/, 'en'],
  [/country/, 'DE'],
  [/currency/, 'EUR'],
  [/city|town/, 'Leipzig'],
  [/^name$|(^|_)full_?name/, 'Ann Example'],
];

const NUMBERS: readonly (readonly [name: RegExp, number: number])[] = [
  [/price|value|amount|total|revenue|cost|spend|balance/, 49.9],
  [/rating|stars/, 5],
  [/percent/, 10],
];

/** A plausible value of a type, for what its name says it is, as it would be written; the same every time. */
export function madeValue(name: string, { type, values }: Declared): Exclude<Value, null> {
  const [first] = values ?? [];
  if (first !== undefined) return first;
  const key = name.toLowerCase();
  switch (type) {
    case 'boolean':
      return true;
    case 'number':
      return NUMBERS.find(([pattern]) => pattern.test(key))?.[1] ?? 2;
    case 'date':
      return madeDate(key);
    case 'time':
      return `${madeDate(key)}T10:00`;
    case 'string':
    case null:
      return TEXTS.find(([pattern]) => pattern.test(key))?.[1] ?? madeText(key);
  }
}

/** Made-up properties of an event, or columns of a row; only the required ones when it is to be sparse. */
export function madeProperties(
  declared: Iterable<readonly [name: string, type: Declared & { readonly optional: boolean }]>,
  isSparse: boolean,
): Readonly<Record<string, Exclude<Value, null>>> {
  return Object.fromEntries(
    [...declared]
      .filter(([, { optional }]) => !(isSparse && optional))
      .map(([name, type]) => [
        name,
        // Of a product, say: only people are called Ann.
        madeValue(name === 'name' ? 'thing' : name, type),
      ]),
  );
}

/** A day some days after (or before) the one on which messages go. */
export function madeDay(days: number): string {
  return addDays(DAY_ZERO, days);
}

function madeDate(name: string): string {
  if (/birth/.test(name)) return '1990-05-17';
  return madeDay(/expir|due|renew|until|end|next|start|arriv|depart/.test(name) ? 14 : -30);
}

/** `order_number` is `order-1`, `sku` is `sku-1`, `product` is `Example product`. */
function madeText(name: string): string {
  const words = name.split(/[^a-z0-9]+/).filter((word) => word !== '');
  const isMark = /^(id|sku|code|number|no|ref|reference)$/.test(words.at(-1) ?? '');
  if (!isMark) return `Example ${words.join(' ')}`;
  return `${(words.length > 1 ? words.slice(0, -1) : words).join('-')}-1`;
}
