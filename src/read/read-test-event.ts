import { makeFileText } from './file-text.js';
import { NodeSpans } from './node-spans.js';
import { parseYaml } from './parse-yaml.js';
import { readPlainMap } from './read-plain-map.js';

/** One event of a campaign's test: `2026-03-02T10:00 cart_updated {cart_id: c1, value: 50}`. */
export interface TestEvent {
  /** `YYYY-MM-DDTHH:MM[:SS]` on the wall clock of the test's person. */
  readonly local: string;
  readonly name: string;
  /** UTF-16 offsets of the name in the text. */
  readonly nameAt: readonly [from: number, to: number];
  /** As written; values may have any type. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** What is wrong with the text behind the name, in words; null when it can be read. */
  readonly problem: string | null;
}

const SHAPE = /^(?<local>\S+) +(?<name>[^{]*?) *(?<properties>\{[\s\S]*)?$/;

/** Reads an event as tests write it; the schema has made sure that it begins with a time. */
export function readTestEvent(text: string): TestEvent {
  const { local = '', name = '', properties } = SHAPE.exec(text)?.groups ?? {};
  const from = text.indexOf(name, local.length);
  const event = { local, name, nameAt: [from, from + name.length] as const };
  if (properties === undefined) return { ...event, properties: {}, problem: null };
  const plain = readPlainMap(properties);
  if (plain !== null) return { ...event, properties: plain, problem: null };
  const { value, diagnostics } = parseYaml(makeFileText('properties', properties), new NodeSpans());
  const [first] = diagnostics;
  if (first !== undefined) return { ...event, properties: {}, problem: first.message };
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMap
    ? { ...event, properties: value as Readonly<Record<string, unknown>>, problem: null }
    : { ...event, properties: {}, problem: 'the properties are no group of keys' };
}
