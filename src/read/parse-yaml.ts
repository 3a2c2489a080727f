import { type Document, parseDocument, type YAMLError } from 'yaml';
import type { Diagnostic } from '../model/diagnostic.js';
import { buildValue } from './build-value.js';
import type { FileText } from './file-text.js';
import { findControl } from './find-control.js';
import { finding } from './finding.js';
import type { NodeSpans } from './node-spans.js';

const TOO_DEEP = 'nested far too deeply';

/** What a file (or the front matter of one) says; `value` must not be used when there is any finding. */
export interface ParsedYaml {
  readonly value: unknown;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses the stretch `start`–`end` of a file as one YAML 1.2 core document into plain values, recording places in `spans`. The first
 * error of syntax stands for those it drags along; traps that are valid YAML are all reported.
 */
export function parseYaml(source: FileText, spans: NodeSpans, start = 0, end = source.text.length): ParsedYaml {
  const failed = (at: number, to: number, message: string, label?: string, help?: string): ParsedYaml => {
    const span = source.spanAt(start + at, start + to);
    const parts = { message, span, ...(label ? { label } : {}), ...(help ? { help: [help] } : {}) };
    return { value: null, diagnostics: [finding('LC101', parts)] };
  };
  const text = source.text.slice(start, end);
  const control = findControl(source, start, end);
  if (control) return { value: null, diagnostics: [control] };
  let document: Document.Parsed;
  // The parser makes an error with its stack for each of the thousands that a nested text may have; nobody sees a stack.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    document = parseDocument(text, {
      version: '1.2',
      schema: 'core',
      merge: false,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'error',
    });
  } catch (error) {
    // A parser must never take the whole check down with it; its own limits have thrown before.
    if (error instanceof RangeError) return failed(0, 0, TOO_DEEP);
    return failed(0, 0, `not YAML: ${error instanceof Error ? error.message.split('\n')[0] : 'the parser gave up'}`);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  const [first] = [...document.errors, ...document.warnings.filter(({ code }) => code !== 'TAG_RESOLVE_FAILED')].sort(
    (a, b) => a.pos[0] - b.pos[0],
  );
  if (first) {
    const { message, label, help } = explain(first);
    return failed(first.pos[0], first.pos[1], message, label, help);
  }
  if (document.directives.yaml.explicit || Object.keys(document.directives.tags).length > 1) {
    return failed(
      0,
      text.indexOf('\n'),
      'a directive stands before the document',
      'changes how everything is read',
      'take the line away',
    );
  }
  if (document.contents === null || text.trim() === '') return { value: null, diagnostics: [] };
  return buildValue(document, source, start, spans);
}

function explain(error: YAMLError): { readonly message: string; readonly label?: string; readonly help?: string } {
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return {
        message: 'a tab is used to indent',
        label: 'only spaces may indent',
        help: 'put two spaces in its place',
      };
    case 'MULTIPLE_DOCS':
      return {
        message: 'the file holds more than one document',
        label: 'a second document',
        help: 'put it in a file of its own',
      };
    case 'RESOURCE_EXHAUSTION':
      return { message: TOO_DEEP };
    case 'BLOCK_AS_IMPLICIT_KEY':
      return {
        message: 'not YAML: two keys on one line',
        label: 'a second colon',
        help: 'quote the text if the colon belongs to it',
      };
    case 'BAD_SCALAR_START':
      return { message: `not YAML: ${lowerFirst(error.message)}`, help: 'quote the text' };
    case 'BAD_INDENT':
      return {
        message: `not YAML: ${lowerFirst(error.message)}`,
        label: 'does not line up',
        help: 'align it with its neighbours',
      };
    default:
      return { message: `not YAML: ${lowerFirst(error.message)}` };
  }
}

function lowerFirst(text: string): string {
  const line = text.split('\n')[0] ?? '';
  return `${line.charAt(0).toLowerCase()}${line.slice(1)}`;
}
