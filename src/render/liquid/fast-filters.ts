import { filters } from 'liquidjs';
import { writeJson, writeJsonPart } from '../json-filters.js';
import { safeUrl, urlPart } from '../link-filters.js';
import { type LiquidRun, useMemory } from './liquid-run.js';
import { isFalsy, stringify } from './liquid-values.js';

/** A filter as a plain function. */
interface FastFilter {
  /** How many arguments it stands for; with more or less LiquidJS's own is asked. */
  readonly arguments: 0 | 1;
  /** Whether a filter of an engine is the one that this equals. */
  readonly replaces: (handler: unknown) => boolean;
  readonly apply: (run: LiquidRun, value: unknown, argument: unknown) => unknown;
}

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };

/** By name; each gives exactly what the filter of that name in LiquidJS, or the project's own, gives. */
export const FAST_FILTERS: Readonly<Record<string, FastFilter>> = Object.assign(Object.create(null), {
  escape: fast(0, filters.escape, (run, value) => {
    const text = counted(run, value);
    return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (sign) => HTML[sign]!) : text;
  }),
  default: fast(1, filters.default, (_, value, instead) => {
    if (typeof value === 'string' || Array.isArray(value)) return value.length > 0 ? value : instead;
    return isFalsy(value) ? instead : value;
  }),
  upcase: fast(0, filters.upcase, (run, value) => counted(run, value).toUpperCase()),
  downcase: fast(0, filters.downcase, (run, value) => counted(run, value).toLowerCase()),
  capitalize: fast(0, filters.capitalize, (run, value) => {
    const text = counted(run, value);
    return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
  }),
  strip: fast(0, filters.strip, (run, value) => counted(run, value).trim()),
  append: fast(1, filters.append, (run, value, more) => counted(run, value) + counted(run, more)),
  prepend: fast(1, filters.prepend, (run, value, more) => counted(run, more) + counted(run, value)),
  safe_url: fast(0, safeUrl, (_, value) => safeUrl(value)),
  url_part: fast(0, urlPart, (_, value) => urlPart(value)),
  json_value: fast(0, writeJson, (_, value) => writeJson(value)),
  json_part: fast(0, writeJsonPart, (_, value) => writeJsonPart(value)),
});

function fast(args: 0 | 1, equal: unknown, apply: FastFilter['apply']): FastFilter {
  return { arguments: args, replaces: (handler) => handler === equal, apply };
}

/** A value as text, whose length LiquidJS counts. */
function counted(run: LiquidRun, value: unknown): string {
  const text = stringify(value);
  useMemory(run, text.length);
  return text;
}
