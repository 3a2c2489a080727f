import { type LockFile, UNLOCKED } from '../model/lock-file.js';
import { canonicalJson } from './canonical-json.js';

/** As many as the reader of YAML surely takes, and more than anything that was measured is known to. */
const DIGITS = 12;

/** The bytes of `lifecycle.lock`: sorted keys and a line for each value, so that two people's builds merge; the same lock gives the same bytes. Numbers keep twelve digits and have no exponent. */
export function lockText(lock: LockFile): string {
  const rounded: unknown = JSON.parse(JSON.stringify(lock), (key, value: unknown) => {
    if (UNLOCKED.includes(key)) return undefined;
    return typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value;
  });
  return canonicalJson(rounded).replace(EXPONENT, (_, before: string, sign: string, digits: string, places: string) => {
    return `${before}${sign}0.${'0'.repeat(Number(places) - 1)}${digits.replace('.', '')}`;
  });
}

/** A small number as JSON writes it, alone on its line. */
const EXPONENT = /^( *(?:"[^"]*": )?)(-?)([\d.]+)e-(\d+)(?=,?$)/gm;
