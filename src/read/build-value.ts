import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Diagnostic } from '../model/diagnostic.js';
import { suggest } from '../model/suggest.js';
import type { FileText } from './file-text.js';
import { finding, type ReadingCode } from './finding.js';
import { makeGroup } from './make-group.js';
import type { NodePlaces, NodeSpans, Range } from './node-spans.js';
import { findNumberTrap } from './read-number.js';

const MAX_DEPTH = 64;
const MAX_ALIASES = 20;
/** A file with more is broken in some one way that the first of them show. */
const MAX_FINDINGS = 50;
const RESERVED_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
/** White space that YAML takes for part of the text, at the edge of a word or line. */
const STRAY_SPACE = /^[\s\u200B-\u200D\u2060\uFEFF]|[\s\u200B-\u200D\u2060\uFEFF]$|\n[ \t]*[^\S \t\n]/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const UNSENDABLE = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029]|\p{Surrogate}/u;

/**
 * Turns a parsed document into plain objects without a prototype, lists and scalars, and records where each stands. What YAML would
 * change silently (numbers, keys, invisible characters) becomes a finding; with any finding the value must not be used.
 */
export function buildValue(
  document: Document.Parsed,
  source: FileText,
  offset: number,
  spans: NodeSpans,
): { readonly value: unknown; readonly diagnostics: readonly Diagnostic[] } {
  const builder = new Builder(source, offset, spans);
  const value = document.contents === null ? null : builder.build(document.contents, 0);
  return { value, diagnostics: builder.diagnostics };
}

/** Where one entry of an object or list stands. */
interface EntryPlace {
  readonly key: Range;
  /** Null when nothing is written behind the key. */
  readonly value: Range | null;
  /** A plain scalar as it is written; null for everything else. */
  readonly plain: string | null;
}

class Builder {
  readonly diagnostics: Diagnostic[] = [];
  readonly #anchors = new Map<string, unknown>();
  #openAnchors = 0;
  #aliases = 0;
  #nested = false;
  #tooDeep = false;

  constructor(
    readonly source: FileText,
    readonly offset: number,
    readonly spans: NodeSpans,
  ) {}

  build(node: Node, depth: number): unknown {
    if (isAlias(node)) return this.#resolve(node.source, this.#range(node));
    const anchor = isCollection(node) || isScalar(node) ? node.anchor : undefined;
    if (node.tag !== undefined) {
      this.#report('LC101', this.#range(node), 'a tag stands before a value', {
        label: 'tags are not part of the language',
        help: ['take it away; quote the value if it must stay text'],
      });
    }
    if (anchor !== undefined) this.#openAnchors++;
    const value = isScalar(node)
      ? this.#scalar(node)
      : isMap(node)
        ? this.#map(node, depth)
        : isSeq(node)
          ? this.#list(node, depth)
          : null;
    if (anchor !== undefined) {
      this.#openAnchors--;
      this.#anchors.set(anchor, value);
    }
    return value;
  }

  #map(node: YAMLMap, depth: number): unknown {
    const range = this.#range(node);
    if (this.#isTooDeep(depth, range)) return null;
    const object = makeGroup<unknown>();
    const entries = new Map<string, EntryPlace>();
    const twins = new Map<string, string>();
    for (const pair of node.items as Pair<Node | null, Node | null>[]) {
      const key = this.#key(pair, range);
      if (key === null) continue;
      const place = {
        key: this.#range(pair.key),
        value: pair.value ? this.#valueRange(pair.value) : null,
        plain: plainText(pair.value),
      };
      const value = pair.value ? this.build(pair.value, depth + 1) : null;
      const twin = key.normalize('NFC').toLowerCase();
      const first = twins.get(twin);
      if (first !== undefined) {
        this.#reportDuplicate(key, first, place.key, entries.get(first)!.key);
        continue;
      }
      twins.set(twin, key);
      object[key] = value;
      entries.set(key, place);
    }
    const ordered = Object.keys(object).map((key) => entries.get(key)!);
    this.spans.record(object, this.source, this.#places(range, ordered));
    return object;
  }

  #list(node: YAMLSeq, depth: number): unknown {
    const range = this.#range(node);
    if (this.#isTooDeep(depth, range)) return null;
    const entries: EntryPlace[] = [];
    const list = (node.items as Node[]).map((item) => {
      const place = this.#valueRange(item);
      entries.push({ key: place ?? range, value: place, plain: plainText(item) });
      return this.build(item, depth + 1);
    });
    this.spans.record(list, this.source, this.#places(range, entries));
    return list;
  }

  #scalar(node: Scalar): unknown {
    const { value } = node;
    const plain = plainText(node);
    if (typeof value === 'number' && plain !== null) {
      const trap = findNumberTrap(plain, value);
      if (trap)
        this.#report('LC112', this.#range(node), trap.message, {
          label: trap.label,
          help: [
            `if it is text (a phone number, postal code, id), quote it: "${plain}"`,
            'if it is a number, write it out in plain digits',
          ],
        });
    }
    if (typeof value === 'string') this.#checkText(node, value, plain);
    return value;
  }

  #checkText(node: Scalar, value: string, plain: string | null): void {
    const range = this.#range(node);
    if (plain !== null && STRAY_SPACE.test(this.source.text.slice(...range))) {
      this.#report('LC101', range, 'an invisible character stands where only spaces may', {
        label: 'a no-break or zero-width space, perhaps pasted from a web page',
        help: ['delete the white space here and type it again with the space bar'],
      });
    } else if (UNSENDABLE.test(value)) {
      this.#report('LC101', range, 'the text has a character in it that cannot be sent', {
        label: 'a control character, line separator or half a character',
        help: ['take the character away'],
      });
    }
  }

  #key(pair: Pair<Node | null, Node | null>, holder: Range): string | null {
    const { key } = pair;
    const range = key ? this.#range(key) : holder;
    if (!key || isAlias(key) || !isScalar(key) || typeof key.value !== 'string') {
      const written = key && isScalar(key) ? plainText(key) : null;
      this.#report('LC101', range, written ? `the key ${written} is not text` : 'a key is not text', {
        label: 'keys are words',
        help: [written ? `quote it: "${written}"` : 'write a word before the colon'],
      });
      return null;
    }
    this.build(key, 0);
    if (key.value === '<<' && key.type === Scalar.PLAIN) {
      this.#report('LC101', range, 'merge keys are off', {
        label: 'copies the keys of another place',
        help: ['write the keys out'],
      });
      return null;
    }
    if (RESERVED_KEYS.has(key.value)) {
      this.#report('LC113', range, `"${key.value}" cannot be a key`, {
        label: 'programs keep this name for themselves',
        help: ['choose another name'],
      });
      return null;
    }
    return key.value;
  }

  #resolve(name: string, range: Range): unknown {
    this.#aliases++;
    if (this.#aliases > MAX_ALIASES) {
      if (this.#aliases === MAX_ALIASES + 1)
        this.#report('LC101', range, `more than ${MAX_ALIASES} aliases in one file`, {
          label: 'one too many',
          help: ['write the values out'],
        });
      return null;
    }
    if (this.#openAnchors > 0) {
      if (!this.#nested)
        this.#report('LC101', range, 'an alias stands inside a part that has an anchor itself', {
          label: 'aliases of aliases grow without end',
          help: ['write the value out'],
        });
      this.#nested = true;
      return null;
    }
    if (!this.#anchors.has(name)) {
      const near = suggest(name, this.#anchors.keys());
      this.#report(
        'LC101',
        range,
        `no anchor "&${name}" stands before this alias`,
        near.length > 0 ? { label: `did you mean "*${near[0]}"?` } : {},
      );
      return null;
    }
    return this.#anchors.get(name);
  }

  #places(range: Range, entries: readonly EntryPlace[]): NodePlaces {
    const places: (number | string)[] = [...range];
    for (const { key, value, plain } of entries) {
      const [start, end] = value ?? [-1, -1];
      const isRange = plain !== null && end - start === plain.length && this.source.text.startsWith(plain, start);
      places.push(key[0], key[1], start, end, plain === null ? 0 : isRange ? 1 : plain);
    }
    return places;
  }

  #isTooDeep(depth: number, range: Range): boolean {
    if (depth < MAX_DEPTH) return false;
    if (!this.#tooDeep)
      this.#report('LC101', [range[0], range[0] + 1], `nested more than ${MAX_DEPTH} levels deep`, {
        label: 'one level too many',
      });
    this.#tooDeep = true;
    return true;
  }

  #reportDuplicate(key: string, first: string, range: Range, firstRange: Range): void {
    const message =
      key === first ? `key "${key}" is used twice` : `keys "${first}" and "${key}" differ only in capitals or accents`;
    this.#report('LC105', range, message, {
      label: 'second use',
      related: [{ span: this.source.spanAt(...firstRange), label: 'first use' }],
      help: ['remove one of them'],
    });
  }

  #report(
    code: ReadingCode,
    range: Range,
    message: string,
    more: Omit<Parameters<typeof finding>[1], 'message' | 'span'>,
  ): void {
    if (this.diagnostics.length >= MAX_FINDINGS) return;
    this.diagnostics.push(finding(code, { message, span: this.source.spanAt(...range), ...more }));
  }

  #valueRange(node: Node): Range | null {
    const range = this.#range(node);
    return range[0] === range[1] ? null : range;
  }

  /** Offsets in the whole file, without the line ends that YAML counts to a block. */
  #range(node: Node | null | undefined): Range {
    const [from, to] = node?.range ?? [0, 0];
    const start = from + this.offset;
    let end = to + this.offset;
    while (end > start && /\s/.test(this.source.text[end - 1] ?? '')) end--;
    return [start, end];
  }
}

function plainText(node: Node | null): string | null {
  return isScalar(node) && node.type === Scalar.PLAIN && node.source ? node.source : null;
}
