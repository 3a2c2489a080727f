import type { Comparison, Interval } from '../../model/measurement.js';

const SIGNS: Readonly<Record<string, string>> = { EUR: '€', USD: '$', GBP: '£', JPY: '¥', INR: '₹' };

/** A whole number with its thousands: `12,345`. */
export function countWords(count: number): string {
  return grouped(count, 0);
}

/** A number with so many digits that say something, and no nought that says nothing: `0.0312`, `3.5`, `12,345`. */
export function decimalWords(value: number, digits = 3): string {
  const size = Math.abs(value);
  if (size === 0 || !Number.isFinite(size)) return grouped(value, 0);
  const decimals = Math.max(0, Math.min(12, digits - 1 - Math.floor(Math.log10(size))));
  return grouped(value, decimals)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}

/** A share as a percentage: `3.52%` of 0.0352. */
export function percentWords(share: number, digits = 3): string {
  return `${decimalWords(share * 100, digits)}%`;
}

/** A relative lift, with its sign: `+12%`, `−3.4%`. */
export function liftWords(lift: number): string {
  return signed(percentWords(lift, 2));
}

/** An amount: whole from 100 on, with cents below, and with what says something below a cent. */
export function moneyWords(amount: number, currency: string): string {
  const size = Math.abs(amount);
  const number =
    size >= 99.995 || size === 0 ? grouped(size, 0) : size >= 0.00995 ? grouped(size, 2) : decimalWords(size, 2);
  const sign = SIGNS[currency] ?? `${currency} `;
  return `${amount < 0 && /[1-9]/.test(number) ? '−' : ''}${sign}${number}`;
}

/** What a metric is in an arm, or how arms differ in it, as its unit asks. */
export function valueWords(value: number, unit: Comparison['unit'], currency: string | null): string {
  switch (unit) {
    case 'share':
      return percentWords(value);
    case 'money':
      return currency === null ? decimalWords(value) : moneyWords(value, currency);
    case 'number':
    case 'score':
      return decimalWords(value);
  }
}

/** A number that says which way it goes: `+3` of `3`. */
export function signed(words: string): string {
  return words.startsWith('−') || !/[1-9∞]/.test(words) ? words : `+${words}`;
}

/** What a number lies between: `between 2% and 31%`, `at least 2%`; without any bound `anything`. */
export function rangeWords({ low, high }: Interval, write: (value: number) => string): string {
  if (low === null) return high === null ? 'anything' : `at most ${write(high)}`;
  return high === null ? `at least ${write(low)}` : `between ${write(low)} and ${write(high)}`;
}

/** `p = 0.032`; what is smaller than anybody cares about is `p < 0.0001`. */
export function probabilityWords(p: number, name = 'p'): string {
  return p < 0.0001 ? `${name} < 0.0001` : `${name} = ${decimalWords(p, 2)}`;
}

function grouped(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return value < 0 ? '−∞' : '∞';
  const size = Math.abs(value);
  // From there on toFixed writes powers of ten.
  const text = size < 1e21 ? size.toFixed(decimals) : BigInt(size).toString();
  const [whole = '', part] = text.split('.');
  const written = whole.replace(/\B(?=(\d{3})+$)/g, ',') + (part === undefined ? '' : `.${part}`);
  return value < 0 && /[1-9]/.test(written) ? `−${written}` : written;
}
