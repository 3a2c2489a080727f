import { isCollection, isMap, isNode, isPair, isSeq, Lexer, parseDocument, visit } from 'yaml';
import type { Ignore } from '../model/ignore.js';
import type { FileText } from './file-text.js';
import type { Range } from './node-spans.js';

const WORD = 'lifecycle-ignore';
const TEMPLATE_COMMENT =
  /<!--(?<html>[\s\S]*?)-->|\{%-?\s*comment\s*-?%\}(?<liquid>[\s\S]*?)\{%-?\s*endcomment\s*-?%\}/g;
const FRONT_MATTER = /^---[ \t]*\n(?<yaml>[\s\S]*?)^---[ \t]*$/m;

/**
 * Every `lifecycle-ignore` comment of a file, in order. In YAML (front matter too) it reaches over the next entry of a list or mapping; in the rest
 * of a template over the next line with something on it. One at the top of a file reaches findings about the whole file too.
 */
export function findIgnores(source: FileText): readonly Ignore[] {
  const { text, file } = source;
  if (!text.includes(WORD)) return [];
  if (file.endsWith('.yaml')) return inYaml(source, 0, text.length);
  const front = text.startsWith('---') ? FRONT_MATTER.exec(text) : null;
  const yaml = front?.groups?.yaml ?? '';
  const start = front === null ? 0 : front[0].indexOf('\n') + 1;
  return [...inYaml(source, start, start + yaml.length), ...inTemplate(source, front === null ? 0 : front[0].length)];
}

function inYaml(source: FileText, start: number, end: number): Ignore[] {
  const text = source.text.slice(start, end);
  if (!text.includes(WORD)) return [];
  let entries: readonly Range[];
  try {
    entries = entriesOf(text);
  } catch {
    // What the parser cannot take is told where the file is read, and none of it is used.
    return [];
  }
  const ignores: Ignore[] = [];
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    // The lexer marks the begin of a document and of a scalar with signs that are not in the text.
    const written = text.startsWith(token, offset) ? token : '';
    if (written.startsWith('#')) {
      const at = offset + written.length;
      // Of entries that begin together (a list's item and its first key) the whole item is meant.
      const first = entries.find(([from]) => from >= at);
      const to = Math.max(...entries.filter(([from]) => from === first?.[0]).map(([, until]) => until));
      const target: Range | null = first === undefined ? null : [start + first[0], start + to];
      ignores.push(...read(source, 'yaml', [start + offset + 1, start + at], [start + offset, start + at], target));
    }
    offset += written.length;
  }
  return ignores;
}

/** Where the entries of all lists and mappings begin and end, by their beginning. */
function entriesOf(text: string): readonly Range[] {
  const entries: Range[] = [];
  visit(parseDocument(text, { version: '1.2', uniqueKeys: false, logLevel: 'silent' }), {
    Collection(_, collection) {
      for (const item of isMap(collection) || isSeq(collection) ? collection.items : []) {
        const from = isPair(item) ? item.key : item;
        const to = isPair(item) ? (item.value ?? item.key) : item;
        if (!isNode(from) || !isNode(to) || !from.range || !to.range) continue;
        const end = text
          .slice(0, isCollection(to) ? to.range[1] : Math.max(to.range[1], from.range[1]))
          .trimEnd().length;
        entries.push([from.range[0], Math.max(from.range[0], end)]);
      }
    },
  });
  return entries.sort((a, b) => a[0] - b[0]);
}

function inTemplate(source: FileText, start: number): Ignore[] {
  const { text } = source;
  return [...text.slice(start).matchAll(TEMPLATE_COMMENT)].flatMap((match) => {
    const inside = match.groups?.html ?? match.groups?.liquid ?? '';
    const from = start + match.index;
    const to = from + match[0].length;
    const begin = from + match[0].indexOf(inside);
    const next = /\S[^\n]*/.exec(text.slice(to));
    const target: Range | null = next === null ? null : [to + next.index, to + next.index + next[0].trimEnd().length];
    const form = match.groups?.html === undefined ? 'liquid' : 'html';
    return read(source, form, [begin, begin + inside.length], [from, to], target);
  });
}

function read(source: FileText, form: Ignore['form'], inside: Range, comment: Range, target: Range | null): Ignore[] {
  const { text } = source;
  const written = text.slice(...inside);
  const head = /^\s*lifecycle-ignore(?![\w-])/.exec(written);
  if (head === null) return [];
  const colon = written.indexOf(':');
  const named = written.slice(head[0].length, colon < 0 ? undefined : colon);
  // Without a colon, what could be a reason and what could be a rule cannot be told apart but for the first word.
  const words = [...named.matchAll(/[^\s,]+/g)].slice(0, colon < 0 ? 1 : undefined);
  const rules = words.map(({ 0: word, index }) => {
    const from = inside[0] + head[0].length + index;
    return { word, span: source.spanAt(from, from + word.length) };
  });
  const reason = colon < 0 ? '' : written.slice(colon + 1).trim();
  const line = text.slice(text.lastIndexOf('\n', comment[0] - 1) + 1, comment[0]);
  const alone = line.trim() === '' || line.trim() === '-';
  const onTop = isEmpty(text.slice(0, comment[0]));
  const reach = target === null || !alone ? null : source.spanAt(onTop ? 0 : target[0], target[1]);
  return [
    { span: source.spanAt(...comment), form, rules, reason: reason === '' ? null : reason, target: reach, alone },
  ];
}

/** Nothing but empty lines, comments and the line that opens the front matter. */
function isEmpty(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(?:#.*|---)?\s*$/.test(line));
}
