import { filters, Liquid } from 'liquidjs';
import { writeJson, writeJsonPart } from '../../dist/render/json-filters.js';
import { safeUrl, urlPart } from '../../dist/render/link-filters.js';
import { makeLiquid } from '../../dist/render/liquid-engine.js';

/** LiquidJS as it comes, with the same settings and its own dates. */
export function plainLiquid({ lang, escape }) {
  const { strictVariables, strictFilters, lenientIf, ownPropertyOnly, renderLimit, memoryLimit } = makeLiquid({ lang, escape }).options;
  const engine = new Liquid({ strictVariables, strictFilters, lenientIf, ownPropertyOnly, renderLimit, memoryLimit, templates: {}, timezoneOffset: 0, locale: lang, ...(escape ? { outputEscape: 'escape' } : {}) });
  for (const [name, filter] of Object.entries({ safe_url: safeUrl, url_part: urlPart, json_value: writeJson, json_part: writeJsonPart })) engine.registerFilter(name, filter);
  engine.registerFilter('currency', (value, currency) => new Intl.NumberFormat(lang, { style: 'currency', currency }).format(value));
  engine.registerFilter('date', function (value, format) {
    if (format === 'long') return new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(value.length === 10 ? value : `${value}Z`));
    return filters.date.call(this, value, format);
  });
  return engine;
}
