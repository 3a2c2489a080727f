import type { Diagnostic } from '../model/diagnostic.js';
import type { Span } from '../model/span.js';
import { suggest } from '../model/suggest.js';
import { article, describeText, matches } from './describe-text.js';
import type { FileText } from './file-text.js';
import { finding } from './finding.js';
import { accepts, exampleOf, homeOf, isOfTypes, kindsIn, textSchemaOf, type YamlObject } from './match-schema.js';
import { filePlace, itemPlace, keyPlace, type NamedPlace } from './name-place.js';
import type { NodeSpans } from './node-spans.js';
import { followReference, type LocatedSchema, loadSchema, type Schema } from './schema.js';

/**
 * Holds a value that `parseYaml` made against one of the files in `schemas/`. One cause, one finding, in the words of the file; `name` is
 * what the whole is called (`campaign "welcome"`). Finds nothing exactly when the schema accepts the value and its dates, durations and
 * schedules exist.
 */
export function checkShape(
  schemaFile: string,
  value: unknown,
  name: string,
  source: FileText,
  spans: NodeSpans,
): readonly Diagnostic[] {
  const checker = new ShapeChecker(source, spans);
  checker.check(loadSchema(schemaFile), value, filePlace(name));
  return checker.diagnostics;
}

/** A file with more is wrong in some one way that the first of them show. */
const MAX_FINDINGS = 50;

class ShapeChecker {
  readonly diagnostics: Diagnostic[] = [];
  readonly #checked = new WeakMap<object, Set<Schema>>();

  constructor(
    readonly source: FileText,
    readonly spans: NodeSpans,
  ) {}

  check(reference: LocatedSchema, value: unknown, place: NamedPlace): void {
    if (this.diagnostics.length >= MAX_FINDINGS) return;
    const located = followReference(reference);
    const { schema } = located;
    if (this.#wasChecked(value, schema)) return;
    if (!isOfTypes(value, schema.type)) {
      this.#wrongType(located, value, place);
      return;
    }
    if (typeof value === 'string') this.#checkText(schema, value, place);
    else if (typeof value === 'number') this.#checkNumber(schema, value, place);
    else if (Array.isArray(value)) this.#checkList(located, value, place);
    else if (value !== null && typeof value === 'object') this.#checkObject(located, value as YamlObject, place);
    for (const part of schema.allOf ?? []) {
      const holds = accepts(part.if, value);
      const then = holds ? part.then : part.else;
      // Which of several kinds was meant is not known yet: what each forbids would only be noise.
      if (!then || (then.propertyNames && schema.anyOf && kindsIn(schema, value as YamlObject).length !== 1)) continue;
      if (then.propertyNames)
        this.#checkNeighbours(schema, then, part.if.required?.[0] ?? '', value as YamlObject, place);
      else this.check({ file: located.file, schema: then }, value, place);
    }
  }

  /** An alias brings the same object to several places: what is wrong with it is said once. */
  #wasChecked(value: unknown, schema: Schema): boolean {
    if (value === null || typeof value !== 'object') return false;
    const schemas = this.#checked.get(value) ?? new Set();
    const before = schemas.size;
    this.#checked.set(value, schemas.add(schema));
    return schemas.size === before;
  }

  #checkText(schema: Schema, value: string, place: NamedPlace): void {
    if (schema.enum && !schema.enum.includes(value)) {
      const [near] = suggest(value, schema.enum);
      const span = this.#valueSpan(place);
      // Capitals change no meaning; another letter might.
      const safe = near !== undefined && near.toLowerCase() === value.toLowerCase();
      this.diagnostics.push(
        finding('LC108', {
          message: `${JSON.stringify(value)} is not a value of ${place.phrase}`,
          span,
          ...(near ? { label: `did you mean "${near}"?` } : {}),
          help: [near ? `write ${near}` : `write one of: ${schema.enum.join(', ')}`],
          ...(safe ? { fix: { title: `write ${near}`, safe, edits: [{ span, text: near }] } } : {}),
        }),
      );
      return;
    }
    const isText = schema.enum === undefined && (schema.pattern !== undefined || schema.title !== undefined);
    if (isText) this.#reportText(schema, value, place);
  }

  #reportText(schema: Schema, value: string | number, place: NamedPlace): void {
    const trouble = describeText(schema, value);
    if (!trouble) return;
    const span = this.#valueSpan(place);
    this.diagnostics.push(
      finding(trouble.code, {
        message: `${place.phrase} ${trouble.message}`,
        span,
        ...(trouble.label ? { label: trouble.label } : {}),
        help: trouble.help,
        // Not a safe one: what was meant is a guess about the campaign, not about spelling.
        ...(trouble.meant
          ? { fix: { title: `write ${trouble.meant}`, safe: false, edits: [{ span, text: trouble.meant }] } }
          : {}),
      }),
    );
  }

  #checkNumber(schema: Schema, value: number, place: NamedPlace): void {
    const { minimum, maximum } = schema;
    const bound =
      minimum !== undefined && value < minimum
        ? `less than ${minimum}`
        : maximum !== undefined && value > maximum
          ? `more than ${maximum}`
          : null;
    if (bound)
      this.#badValue(place, `${place.phrase} is ${value}, ${bound}`, [
        maximum === undefined ? `write ${minimum} or more` : `write a number from ${minimum} to ${maximum}`,
      ]);
  }

  #checkList(located: LocatedSchema, value: readonly unknown[], place: NamedPlace): void {
    const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items } = located.schema;
    if (value.length < minItems || value.length > maxItems) {
      const wanted = minItems === maxItems ? `exactly ${minItems}` : `at least ${minItems}`;
      const message =
        value.length === 0
          ? `${place.phrase} is an empty list`
          : `${place.phrase} has ${value.length} ${value.length === 1 ? 'item' : 'items'}`;
      this.#badValue(place, message, [`put ${wanted} into it`]);
    }
    if (!items) return;
    const item = followReference({ file: located.file, schema: items });
    for (const [index, entry] of value.entries()) this.check(item, entry, itemPlace(place, value, index, item.schema));
  }

  #checkObject(located: LocatedSchema, value: YamlObject, place: NamedPlace): void {
    const { schema } = located;
    const typos = new Set<string>();
    for (const [key, entry] of Object.entries(value)) {
      if (this.diagnostics.length >= MAX_FINDINGS) return;
      const child =
        schema.properties?.[key] ??
        Object.entries(schema.patternProperties ?? {}).find(([pattern]) => matches({ pattern }, key))?.[1];
      if (child) {
        const target = followReference({ file: located.file, schema: child });
        this.check(target, entry, keyPlace(place, value, key, target.schema, schema.title));
      } else if (schema.additionalProperties === false) {
        for (const near of this.#unknownKey(located, value, key, place)) typos.add(near);
      }
    }
    this.#checkKind(schema, value, typos, place);
    const missing = (schema.required ?? []).filter((key) => !(key in value) && !typos.has(key));
    for (const key of missing) {
      this.#missing(
        value,
        place,
        `missing key "${key}" in ${place.subject}`,
        `add ${key}: …${exampleOf({ file: located.file, schema: schema.properties?.[key] ?? {} })}`,
      );
    }
    const size = Object.keys(value).length;
    if (size < (schema.minProperties ?? 0))
      this.#badValue(place, size === 0 ? `${place.phrase} is empty` : `${place.phrase} says too little`, [
        'say more, or take it away',
      ]);
    if (size > (schema.maxProperties ?? size))
      this.#badValue(place, `${place.phrase} has ${size} keys`, [`keep ${schema.maxProperties}`]);
  }

  /** An object is told by one of its keys: none and two are both wrong. */
  #checkKind(schema: Schema, value: YamlObject, typos: ReadonlySet<string>, place: NamedPlace): void {
    if (!schema.anyOf) return;
    const kinds = schema.anyOf.map(({ required }) => required[0]);
    const [first, ...others] = kindsIn(schema, value);
    if (first === undefined) {
      if (kinds.some((kind) => typos.has(kind))) return;
      this.#missing(
        value,
        place,
        `${place.subject} has none of: ${kinds.join(', ')}`,
        `add one of them: it tells what the ${(schema.title ?? 'thing').toLowerCase()} is`,
      );
    }
    for (const other of others) {
      this.diagnostics.push(
        finding('LC110', {
          message: `${place.subject} has both "${first}" and "${other}"`,
          span: this.spans.key(value, other),
          label: 'the second',
          related: [{ span: this.spans.key(value, first!), label: 'the first' }],
          help: ['keep one of them'],
        }),
      );
    }
  }

  /** Keys that exist, but not beside `kind`. */
  #checkNeighbours(schema: Schema, rule: Schema, kind: string, value: YamlObject, place: NamedPlace): void {
    const allowed = rule.propertyNames?.enum ?? [];
    const known = Object.keys(value).filter((key) => Object.hasOwn(schema.properties ?? {}, key));
    for (const key of known.filter((key) => !allowed.includes(key))) {
      const others = allowed.filter((name) => name !== kind);
      this.diagnostics.push(
        finding('LC110', {
          message: `"${key}" does not go with "${kind}" in ${place.subject}`,
          span: this.spans.key(value, key),
          label: 'not here',
          related: [{ span: this.spans.key(value, kind), label: `${place.subject} is told by this` }],
          help: [
            others.length === 0
              ? 'take it away'
              : others.length <= 8
                ? `beside "${kind}" there may be: ${others.join(', ')}`
                : 'take it away',
          ],
        }),
      );
    }
    if (Object.keys(value).length < (rule.minProperties ?? 0)) {
      const others = allowed.filter((name) => name !== kind);
      this.#missing(
        value,
        place,
        `"${kind}" is compared with nothing in ${place.subject}`,
        `add a test beside it: ${others.slice(0, 3).join(', ')} …`,
      );
    }
  }

  /** Reports a key that is not in the language; returns what may have been meant, so that it is not reported missing as well. */
  #unknownKey(located: LocatedSchema, value: YamlObject, key: string, place: NamedPlace): readonly string[] {
    const { schema } = located;
    const span = this.spans.key(value, key);
    if (!schema.properties) {
      const meant = key
        .normalize('NFKD')
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '_')
        .replace(/^_|_$/g, '');
      const isBetter = Object.keys(schema.patternProperties ?? {}).some((pattern) => matches({ pattern }, meant));
      this.diagnostics.push(
        finding('LC109', {
          message: `"${key}" cannot be a name in ${place.subject}`,
          span,
          help: [isBetter ? `write ${meant}` : 'use small letters, digits and underscores, beginning with a letter'],
        }),
      );
      return [];
    }
    const free = Object.keys(schema.properties).filter((name) => !(name in value));
    const near = suggest(key, free);
    const [first] = near;
    // Two keys that would get the same name: one of them means something else.
    const rivals = Object.keys(value).some(
      (other) => other !== key && !(other in (schema.properties ?? {})) && suggest(other, free)[0] === first,
    );
    const home = first ? null : homeOf(located, value, key);
    const others = free.length > 0 && free.length <= 8 ? `known here: ${free.join(', ')}` : 'take it away';
    const help = first ? `rename it to "${first}"` : home ? `move it under "${home}"` : others;
    this.diagnostics.push(
      finding('LC103', {
        message: `unknown key "${key}" in ${place.subject}`,
        span,
        ...(first ? { label: `did you mean "${first}"?` } : {}),
        help: [help],
        ...(first ? { fix: { title: help, safe: near.length === 1 && !rivals, edits: [{ span, text: first }] } } : {}),
      }),
    );
    return near;
  }

  #wrongType(located: LocatedSchema, value: unknown, place: NamedPlace): void {
    const textSchema = textSchemaOf(located);
    if (typeof value === 'number' && textSchema && MEASURES.has(textSchema.title ?? '')) {
      this.#reportText(textSchema, value, place);
      return;
    }
    const types = [located.schema.type ?? []].flat();
    const plain = place.holder ? this.spans.plain(place.holder, place.key) : null;
    const isBare = typeof value === 'number' || typeof value === 'boolean';
    const help =
      textSchema && plain !== null && isBare
        ? matches(textSchema, plain)
          ? `quote it if it is text: "${plain}"`
          : (describeText(textSchema, plain)?.help[0] ?? null)
        : types.includes('array') && typeof value === 'string'
          ? `write [${value}]`
          : located.schema.title === 'Condition' && typeof value === 'string'
            ? `name what it is, for example {segment: ${value}}`
            : null;
    const isFreeText = types.join() === 'string' && located.schema.enum === undefined;
    const edit =
      plain === null || !/^[\w.+/-]+$/.test(plain)
        ? null
        : typeof value === 'number' && isFreeText && matches(located.schema, plain)
          ? `"${plain}"`
          : typeof value === 'string' && types.includes('array')
            ? `[${plain}]`
            : null;
    const span = this.#valueSpan(place);
    const wanted = types.map((type) =>
      type === 'string' && textSchema?.title ? article(textSchema.title.toLowerCase()) : TYPE_WORDS[type],
    );
    this.diagnostics.push(
      finding('LC102', {
        message: value === null ? `${place.phrase} has no value` : `${place.phrase} is ${wordFor(value)}`,
        span,
        label: `${value === null ? 'needs' : 'must be'} ${wanted.join(' or ')}`,
        ...(help ? { help: [help] } : {}),
        ...(help && edit ? { fix: { title: help, safe: true, edits: [{ span, text: edit }] } } : {}),
      }),
    );
  }

  #missing(value: YamlObject, place: NamedPlace, message: string, help: string): void {
    const span =
      place.holder && typeof place.key === 'string'
        ? this.spans.key(place.holder, place.key)
        : this.spans.firstLine(value);
    this.diagnostics.push(finding('LC104', { message, span, help: [help] }));
  }

  #badValue(place: NamedPlace, message: string, help: readonly string[]): void {
    this.diagnostics.push(finding('LC108', { message, span: this.#valueSpan(place), help }));
  }

  #valueSpan(place: NamedPlace): Span {
    return place.holder ? this.spans.value(place.holder, place.key) : this.source.spanAt(0, 0);
  }
}

/** Texts that people often write as bare numbers. */
const MEASURES = new Set(['Duration', 'Duration or trait', 'Percentage']);

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
  null: 'null',
};

function wordFor(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of keys';
  return typeof value === 'string' ? 'text' : typeof value === 'number' ? `a number (${value})` : String(value);
}
