import type { Diagnostic } from '../model/diagnostic.js';
import { checkShape } from './check-shape.js';
import type { FileText } from './file-text.js';
import type { NodeSpans } from './node-spans.js';
import { packNode, unpackNode } from './pack-node.js';
import { parseYaml } from './parse-yaml.js';
import type { ReadingCache } from './reading-cache.js';

/** A stretch of a file that is to have the shape of one of the files in `schemas/`; `name` is what the whole is called. */
export interface YamlOrder {
  readonly schema: string;
  readonly name: string;
  /** UTF-16 offsets; the whole file when they are not given. */
  readonly stretch?: readonly [start: number, end: number];
  /** Whether nothing at all is fine too. */
  readonly optional?: true;
}

/** By what a cache knows what was read. */
export function keyOf({ sha256 }: FileText, { schema }: YamlOrder): string {
  return `${schema} ${sha256}`;
}

/** Parses a file or a stretch of it and checks its shape, or takes what an earlier process made of the same text; `value` must not be used when there is any finding. */
export function readYaml(
  source: FileText,
  order: YamlOrder,
  spans: NodeSpans,
  cache: ReadingCache | null,
): { readonly value: unknown; readonly findings: readonly Diagnostic[] } {
  const { schema, name, stretch = [0, source.text.length], optional } = order;
  const key = keyOf(source, order);
  const packed = cache?.get(key) ?? null;
  const known = packed && unpackNode(packed, source, spans);
  if (known !== null) return { value: known.value, findings: [] };
  const { value, diagnostics } = parseYaml(source, spans, ...stretch);
  if (diagnostics.length > 0 || (optional && value === null)) return { value, findings: diagnostics };
  const findings = checkShape(schema, value, name, source, spans);
  const kept = cache === null || findings.length > 0 ? null : packNode(value, spans);
  if (kept !== null) cache?.put(key, kept);
  return { value, findings };
}
