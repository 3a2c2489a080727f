import {
  AssignTag,
  BreakTag,
  CaptureTag,
  CaseTag,
  CommentTag,
  ContinueTag,
  ForTag,
  IfTag,
  InlineCommentTag,
  type Liquid,
  Output,
  RawTag,
  type Template,
  type Token,
  TypeGuards,
  UnlessTag,
  type Value,
} from 'liquidjs';
import type { Body } from './body.js';
import { compileToken, compileValue, type Evaluate, type LoopNames } from './compile-value.js';
import { countTurn, type LiquidRun, type LoopPosition, startRun } from './liquid-run.js';
import { areEqual, EQUALS, isFalsy, itemsOf, stringify } from './liquid-values.js';
import { NotCovered } from './not-covered.js';

/** How texts come into a body: those that are written in the template are made ready once, null being nothing, and those that are found are taken each time. */
export interface Encoding {
  readonly written: (text: string) => ((body: Body) => void) | null;
  readonly found: (body: Body, text: string) => void;
}

/** A template as functions, or why it is not covered and must be rendered by LiquidJS. */
export type CompiledLiquid =
  /** Null: LiquidJS must render this time, which may find an error. */
  { readonly render: (context: object) => string | null } | { readonly why: string };

/** The same of one that is encoded. Not true: what it wrote is nothing, and LiquidJS must render. */
export type EncodingLiquid = { readonly write: (context: object, body: Body) => boolean } | { readonly why: string };

/**
 * Compiles what `liquid` parsed. The result, when there is one, is exactly LiquidJS's; it never changes the context, never takes long, and says nothing about errors: whatever is
 * unusual is left to LiquidJS.
 */
export function compileLiquid(templates: readonly Template[], liquid: Liquid): CompiledLiquid {
  const compiled = compile(templates, liquid, null);
  if ('why' in compiled) return compiled;
  return {
    render(context) {
      const run = startRun(context, null);
      return succeeds(compiled.step, run) ? run.out : null;
    },
  };
}

/** The same, for bodies that are encoded while they are written. */
export function compileEncoded(templates: readonly Template[], liquid: Liquid, encoding: Encoding): EncodingLiquid {
  const compiled = compile(templates, liquid, encoding);
  if ('why' in compiled) return compiled;
  return { write: (context, body) => succeeds(compiled.step, startRun(context, body)) };
}

function compile(
  templates: readonly Template[],
  liquid: Liquid,
  encoding: Encoding | null,
): { readonly step: Step } | { readonly why: string } {
  try {
    return { step: compileAll(templates, { liquid, encoding, names: new Map(), depth: 0 }) };
  } catch (error) {
    if (error instanceof NotCovered) return { why: error.message };
    throw error;
  }
}

function succeeds(step: Step, run: LiquidRun): boolean {
  try {
    step(run);
    return true;
  } catch {
    return false;
  }
}

type Step = (run: LiquidRun) => void;

interface Place {
  readonly liquid: Liquid;
  /** Null where the text itself is made. */
  readonly encoding: Encoding | null;
  readonly names: LoopNames;
  /** How many loops are around. */
  readonly depth: number;
}

function compileAll(templates: readonly Template[], place: Place): Step {
  const steps = templates.flatMap((template) => compileOne(template, place) ?? []);
  const [only] = steps;
  if (only !== undefined && steps.length === 1) return only;
  return (run) => {
    for (const step of steps) {
      step(run);
      if (run.stop !== 'no') return;
    }
  };
}

/** Null for what leaves no trace. */
function compileOne(template: Template, place: Place): Step | null {
  const { names, liquid } = place;
  if (TypeGuards.isHTMLToken(template.token)) return write(template.token.getContent(), place);
  if (template instanceof Output) return writeValue(compileValue(template.value, names, false), place);
  if (template instanceof IfTag) return compileIf(template, place);
  if (template instanceof UnlessTag) return compileUnless(template, place);
  if (template instanceof CaseTag) return compileCase(template, place);
  if (template instanceof ForTag) return compileFor(template, place);
  if (template instanceof AssignTag) return compileAssign(template, place);
  if (template instanceof CaptureTag) return compileCapture(template, place);
  if (template instanceof RawTag) return write(template.render(), place);
  if (template instanceof CommentTag || template instanceof InlineCommentTag) return null;
  if (template instanceof BreakTag) return stopWith('break');
  if (template instanceof ContinueTag) return stopWith('continue');
  const { name } = template as { readonly name?: string };
  throw new NotCovered(liquid.tags[name ?? ''] === undefined ? 'something unknown' : `the tag ${name}`);
}

function write(text: string, { encoding }: Place): Step | null {
  if (encoding !== null) {
    const put = encoding.written(text);
    return put === null ? null : ({ body }) => put(body!);
  }
  return text === ''
    ? null
    : (run) => {
        run.out += text;
      };
}

function writeValue(value: Evaluate, { encoding }: Place): Step {
  if (encoding !== null) {
    const { found } = encoding;
    return (run) => found(run.body!, stringify(value(run)));
  }
  return (run) => {
    run.out += stringify(value(run));
  };
}

function stopWith(stop: 'break' | 'continue'): Step {
  return (run) => {
    run.stop = stop;
  };
}

interface Branch {
  readonly holds: (run: LiquidRun) => boolean;
  readonly write: Step;
}

function compileIf({ branches, elseTemplates }: IfTag, place: Place): Step {
  return compileBranches(
    branches.map(({ value, templates }) => branch(value, templates, place, false)),
    compileAll(elseTemplates ?? [], place),
  );
}

function compileUnless({ branches, elseTemplates }: UnlessTag, place: Place): Step {
  return compileBranches(
    branches.map(({ value, templates }, at) => branch(value, templates, place, at === 0)),
    compileAll(elseTemplates, place),
  );
}

function branch(value: Value, templates: readonly Template[], place: Place, isFalse: boolean): Branch {
  const condition = compileValue(value, place.names, true);
  return { holds: (run) => isFalsy(condition(run)) === isFalse, write: compileAll(templates, place) };
}

function compileBranches(branches: readonly Branch[], otherwise: Step): Step {
  return (run) => {
    for (const { holds, write } of branches) if (holds(run)) return write(run);
    otherwise(run);
  };
}

/** Every branch with a value that is equal is written, not the first alone; so LiquidJS does. */
function compileCase({ value, branches, elseTemplates }: CaseTag, place: Place): Step {
  const target = compileValue(value, place.names, true);
  const whens = branches.map(({ values, templates }) => ({
    tests: values.map((token) => compileTest(token, place)),
    write: compileAll(templates, place),
  }));
  const otherwise = compileAll(elseTemplates, place);
  return (run) => {
    const found = target(run);
    let isHit = false;
    for (const { tests, write } of whens) {
      if (!tests.some((test) => test(run, found))) continue;
      write(run);
      isHit = true;
    }
    if (!isHit) otherwise(run);
  };
}

function compileTest(token: Token, { names }: Place): (run: LiquidRun, found: unknown) => boolean {
  if (TypeGuards.isLiteralToken(token) && typeof token.content === 'object') {
    const equals = EQUALS[token.literal === 'empty' || token.literal === 'blank' ? token.literal : 'nil'];
    return (_, found) => equals(found);
  }
  const value = compileToken(token, names, true);
  return (run, found) => areEqual(found, value(run));
}

function compileFor({ variable, collection, hash, templates, elseTemplates }: ForTag, place: Place): Step {
  if (variable === 'forloop') throw new NotCovered('a loop over forloop');
  const { names, depth } = place;
  const items = compileToken(collection, names, false);
  const settings = Object.entries(hash.hash).map(([name, token]) => {
    if (token?.getText().startsWith('continue')) throw new NotCovered('offset: continue');
    return [name, token === undefined ? () => true : compileToken(token, names, false)] as const;
  });
  const at = 2 * depth;
  const inner = new Map(names).set(variable, at).set('forloop', at + 1);
  const body = compileAll(templates, { ...place, names: inner, depth: depth + 1 });
  const otherwise = compileAll(elseTemplates, place);
  return (run) => {
    const all = itemsOf(items(run));
    if (all.length === 0) return otherwise(run);
    const chosen = choose(all, Object.fromEntries(settings.map(([name, value]) => [name, value(run)])));
    const position: LoopPosition = { index: 0, length: chosen.length };
    run.loops[at + 1] = position;
    for (const item of chosen) {
      countTurn(run);
      run.loops[at] = item;
      run.stop = 'no';
      body(run);
      if ((run as { stop: string }).stop === 'break') break;
      position.index += 1;
    }
    run.stop = 'no';
  };
}

/** First `offset`, then `limit`, then `reversed`, in whatever order they are written. */
function choose(items: readonly unknown[], { offset, limit, reversed }: Readonly<Record<string, unknown>>) {
  let chosen = items;
  if (offset !== undefined) chosen = chosen.slice(offset as number);
  if (limit !== undefined) chosen = chosen.slice(0, limit as number);
  return reversed === undefined ? chosen : [...chosen].reverse();
}

/** The tag is the project's strict one: no value is forgiven. */
function compileAssign(tag: AssignTag, { names }: Place): Step {
  const { key, value } = tag as unknown as { readonly key: string; readonly value: Value };
  const found = compileValue(value, names, false);
  return (run) => assign(run, key, found(run));
}

function assign(run: LiquidRun, name: string, value: unknown): void {
  run.assigned ??= Object.create(null) as Record<string, unknown>;
  run.assigned[name] = value;
}

function compileCapture({ variable, templates }: CaptureTag, place: Place): Step {
  const body = compileAll(templates, { ...place, encoding: null });
  return (run) => {
    const before = run.out;
    run.out = '';
    body(run);
    assign(run, variable, run.out);
    run.out = before;
  };
}
