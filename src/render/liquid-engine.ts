import { type FilterImplOptions, filters, Liquid } from 'liquidjs';
import { writeJson, writeJsonPart } from './json-filters.js';
import { kept } from './kept.js';
import { safeUrl, urlPart, withQuery } from './link-filters.js';
import { type DateLook, formatAmount, formatDay } from './locale-formats.js';
import { htmlAsText, safeHtml } from './safe-html.js';
import { strftime } from './strftime.js';
import { StrictAssign } from './strict-assign.js';

/** How an engine writes: the language of names and numbers, and whether values are escaped for HTML. */
export interface Writing {
  /** BCP 47. */
  readonly lang: string;
  readonly escape: boolean;
}

const engines = new Map<string, Liquid>();

/** Filters of LiquidJS that show what no file says: chance, or the machine's own clock, zone and language. There are none such here. */
export const REFUSED_FILTERS: ReadonlySet<string> = new Set([
  'sample',
  'date_to_xmlschema',
  'date_to_rfc822',
  'date_to_string',
  'date_to_long_string',
]);

/**
 * The one Liquid: strict about variables and filters, blind to the machine's files, zone, clock and language. Unknown values must
 * be undefined (not null) in the context: then an output without `default` fails instead of being blank.
 */
export function makeLiquid({ lang, escape: escapes }: Writing): Liquid {
  const key = `${lang} ${escapes}`;
  const made = engines.get(key);
  if (made !== undefined) return made;
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    lenientIf: true,
    ownPropertyOnly: true,
    // Only what is in the map can be pulled in: the default root is the working directory.
    templates: {},
    timezoneOffset: 0,
    locale: lang,
    parseLimit: 2_000_000,
    renderLimit: 2_000,
    memoryLimit: 20_000_000,
    ...(escapes ? { outputEscape: 'escape' as const } : {}),
  });
  engine.registerTag('assign', StrictAssign);
  engine.registerFilter('safe_url', safeUrl);
  engine.registerFilter('url_part', urlPart);
  engine.registerFilter('with_query', withQuery);
  // Never what its name says: HTML from data is made harmless, and where there is no HTML it becomes text.
  engine.registerFilter('raw', escapes ? { raw: true, handler: safeHtml } : htmlAsText);
  engine.registerFilter('json_value', writeJson);
  engine.registerFilter('json_part', writeJsonPart);
  engine.registerFilter('date', writeDate(lang));
  engine.registerFilter('currency', writeCurrency(lang));
  for (const name of REFUSED_FILTERS) delete engine.filters[name];
  engines.set(key, engine);
  return engine;
}

const day = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?$/;
const styles: ReadonlySet<unknown> = new Set(['full', 'long', 'medium', 'short'] satisfies DateLook[]);
/** Of each format, what was written lately: few days are spoken of at a time, and the same ones again and again. */
const MOST_WRITTEN = 1000;
const MOST_FORMATS = 100;

/** Formats a date or a wall-clock time, by strftime or by one of Intl's styles; anything else (also "now") is an error. */
function writeDate(lang: string): FilterImplOptions {
  const byLiquid = filters.date as (this: unknown, value: unknown, format: unknown) => unknown;
  const known = new Map<unknown, Map<string, string>>();
  return function (this: unknown, value: unknown, format: unknown = 'long') {
    if (value === undefined || value === null) return value;
    const written = kept(known, MOST_FORMATS, format, () => new Map<string, string>());
    const again = written.get(value as string);
    if (again !== undefined) return again;
    if (typeof value !== 'string' || !day.test(value)) throw new Error(`"${String(value)}" is not a date`);
    const moment = new Date(value.length === 10 ? `${value}T00:00:00Z` : value.endsWith('Z') ? value : `${value}Z`);
    if (Number.isNaN(moment.getTime())) throw new Error(`"${value}" is not a date`);
    const made = styles.has(format)
      ? formatDay(moment, lang, format as DateLook)
      : typeof format === 'string'
        ? strftime(moment, format, lang)
        : null;
    if (made === null) return byLiquid.call(this, moment.toISOString(), format);
    return kept(written, MOST_WRITTEN, value, () => made);
  } as FilterImplOptions;
}

function writeCurrency(lang: string): FilterImplOptions {
  const known = new Map<unknown, Map<number, string>>();
  return (value: unknown, code: unknown) => {
    if (value === undefined || value === null) return value;
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`"${String(value)}" is not an amount`);
    if (typeof code !== 'string' || !/^[A-Z]{3}$/.test(code))
      throw new Error('currency needs a code, as in currency: "EUR"');
    // To a map, zero below zero is zero.
    if (value === 0) return formatAmount(value, lang, code);
    const written = kept(known, MOST_FORMATS, code, () => new Map<number, string>());
    return kept(written, MOST_WRITTEN, value, () => formatAmount(value, lang, code));
  };
}
