import { Liquid, type Template, Value, type VariableSegments } from 'liquidjs';
import { findQuotedEnd } from '../../model/find-quoted-end.js';
import { findWord } from '../../model/find-word.js';
import { findTooMuchLiquid } from '../../model/liquid-limits.js';
import { builtInFilters } from './filter-names.js';
import { findPrints, type Print } from './find-prints.js';
import { provenWays } from './find-proven.js';
import { type FilteredValue, findValues, type LiquidComparison } from './find-values.js';
import type { Stretch } from './stretch.js';

/** A value that the text reads and does not make itself: `['profile', 'first_name']`; null stands for a computed key, and `written` is all of it as it stands there. */
export interface LiquidVariable extends Stretch {
  readonly segments: readonly (string | null)[];
  readonly written: string;
}

/** A partial that the text includes by a written name. */
export interface LiquidPartial extends Stretch {
  readonly name: string;
}

/** What a Liquid text reads and uses. With a `problem` the lists are empty: nothing is known of text that does not parse. */
export interface LiquidFacts {
  readonly problem: (Stretch & { readonly message: string }) | null;
  readonly variables: readonly LiquidVariable[];
  /** Of the variables, those that are printed as they are: no `default` comes first, and no condition around them knows them to be there. */
  readonly bare: readonly LiquidVariable[];
  readonly unknownFilters: readonly (Stretch & { readonly name: string })[];
  readonly partials: readonly LiquidPartial[];
  /** Every comparison and every filtered value, each with its place. */
  readonly comparisons: readonly LiquidComparison[];
  readonly filtered: readonly FilteredValue[];
  /** What it prints, for sure or on a condition. */
  readonly prints: readonly Print[];
  /** Names that the text makes for itself with `assign`, `capture` and the like. */
  readonly locals: readonly string[];
}

/** Filters are looked for by our own walk, so that all of them are found and each at its place. Without a language it would ask for the machine's, which takes as long as all the rest of its making. */
const engine = new Liquid({ strictFilters: false, templates: {}, locale: 'en-US' });

/** Reads a Liquid text without running it; never throws for what is in the text. */
export function analyzeLiquid(text: string): LiquidFacts {
  const nothing = {
    ...{ variables: [], bare: [], unknownFilters: [], partials: [], locals: [] },
    ...{ comparisons: [], filtered: [], prints: [] },
  };
  const tooMuch = findTooMuchLiquid(text);
  if (tooMuch !== null) return { ...nothing, problem: tooMuch };
  let templates: Template[];
  try {
    templates = engine.parse(text);
  } catch (error) {
    return { ...nothing, problem: describeProblem(error, text) };
  }
  const early = endsEarly(templates, text);
  if (early !== null) return { ...nothing, problem: early };
  const { globals, locals } = engine.analyzeSync(templates, { partials: false });
  const lines = lineStarts(text);
  const variables = Object.values(globals)
    .flat()
    .flatMap((variable) => {
      const start = (lines[variable.location.row - 1] ?? 0) + variable.location.col - 1;
      const end = endOfPath(text, start);
      return [{ segments: flatten(variable.segments), written: text.slice(start, end), start, end }];
    });
  const printed = new Set(findBare(templates, text));
  const bare = inOrder(variables).filter(({ start }) => printed.has(start));
  const prints = findPrints(templates, text);
  const found = { variables: inOrder(variables), bare, prints, locals: Object.keys(locals) };
  return { problem: null, ...found, ...walk(templates, text) };
}

/** The first value in which a quoted text holds what ends one, and what is said of it. */
function endsEarly(templates: readonly Template[], text: string): LiquidFacts['problem'] {
  for (const template of templates) {
    const { begin: start, end } = template.token;
    const raw = text.slice(start, end);
    const message = raw.startsWith('{{') ? findQuotedEnd(raw) : null;
    if (message !== null) return { message, start, end };
    const inside = endsEarly(childrenOf(template), text);
    if (inside !== null) return inside;
  }
  return null;
}

function walk(
  templates: readonly Template[],
  text: string,
): Pick<LiquidFacts, 'unknownFilters' | 'partials' | 'comparisons' | 'filtered'> {
  const unknownFilters: (Stretch & { name: string })[] = [];
  const partials: LiquidPartial[] = [];
  const comparisons: LiquidComparison[] = [];
  const filtered: FilteredValue[] = [];
  const queue = [...templates];
  for (let template = queue.shift(); template !== undefined; template = queue.shift()) {
    const { begin, end } = template.token;
    const raw = text.slice(begin, end);
    for (const name of filterNames(template)) {
      if (builtInFilters.has(name)) continue;
      const index = findFilter(raw, name);
      const start = index < 0 ? begin : begin + index;
      unknownFilters.push({ name, start, end: index < 0 ? end : start + name.length });
    }
    const include = /^\{%-?\s*include\s+(["'])(.*?)\1/.exec(raw);
    if (include !== null) {
      const name = include[2] ?? '';
      const start = begin + include[0].length - name.length - 1;
      partials.push({ name, start, end: start + name.length });
    }
    const values = findValues(template);
    comparisons.push(...values.comparisons);
    filtered.push(...values.filtered);
    queue.push(...childrenOf(template));
  }
  return { unknownFilters: inOrder(unknownFilters), partials: inOrder(partials), comparisons, filtered };
}

const shown = /^\{\{-?\s*([\w-]+(?:\.[\w-]+|\[[^\]]*\])*)(?!\s*\|\s*default\b)(?=\s*[|}-])/;
/** What is looked up must be known where it is kept, as where it is printed. */
const assignedRow = /^\{%-?\s*assign\s+\w+\s*=\s*(catalogs(?:\.[\w-]+|\[[^\]]*\])*)(?!\s*\|\s*default\b)(?=\s*[|%-])/;

/** Where a filter is named in a tag, by the offset of its name; -1 when it is nowhere. */
function findFilter(raw: string, name: string): number {
  for (let at = findWord(raw, name); at >= 0; at = findWord(raw, name, at + 1)) {
    let before = at - 1;
    while (/\s/.test(raw.charAt(before))) before--;
    if (raw[before] === '|') return at;
  }
  return -1;
}

/** Where values begin that are printed as they are. `proven` are the paths that the conditions around the templates know to be there. */
function findBare(
  templates: readonly Template[],
  text: string,
  proven: ReadonlySet<string> = new Set(),
): readonly number[] {
  return templates.flatMap((template) => {
    const raw = text.slice(template.token.begin, template.token.end);
    const output = shown.exec(raw) ?? assignedRow.exec(raw);
    const printed = output?.[1] ?? '';
    // A misspelt `default` is told as such.
    const known = filterNames(template).every((name) => builtInFilters.has(name));
    const own = printed !== '' && known && !proven.has(printed) ? [template.token.begin + raw.indexOf(printed)] : [];
    const ways = provenWays(template) ?? [{ templates: childrenOf(template), proven }];
    return [...own, ...ways.flatMap((way) => findBare(way.templates, text, new Set([...proven, ...way.proven])))];
  });
}

function filterNames(template: Template): string[] {
  const values = [...(template.arguments?.() ?? [])].filter((one) => one instanceof Value);
  return values.flatMap((value) => value.filters.map((filter) => filter.name));
}

/** liquidjs hands out children as a generator that would load partials; without partials its one step is its result. */
function childrenOf(template: Template): Template[] {
  const step = template.children?.(false, true).next();
  return step?.done === true ? step.value : [];
}

function describeProblem(error: unknown, text: string): Stretch & { message: string } {
  const { message, token } = error as { message: string; token?: { begin: number; end: number } };
  const start = Math.min(token?.begin ?? 0, text.length);
  // What is never closed runs to the end of the text; what is meant ends with the line, or where the next tag begins.
  const run = text.slice(start, token?.end ?? text.length).search(/\n|<\w|<\//);
  const end = run > 0 ? start + run : Math.max(start, Math.min(token?.end ?? text.length, text.length));
  const said = message.replace(/, (?:file:.*?, )?line:\d+, col:\d+$/s, '').split('\n')[0] ?? '';
  return { message: said, start, end };
}

function flatten(segments: VariableSegments): (string | null)[] {
  return segments.map((segment) => (typeof segment === 'object' ? null : String(segment)));
}

function endOfPath(text: string, start: number): number {
  const path = /^[\w-]+\??(?:\.[\w-]+\??|\[[^\]]*\])*/.exec(text.slice(start, start + 500));
  return start + Math.max(1, path?.[0].length ?? 1);
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function inOrder<T extends Stretch>(stretches: readonly T[]): T[] {
  return [...stretches].sort((a, b) => a.start - b.start);
}
