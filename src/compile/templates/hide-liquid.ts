import { type TagToken, Tokenizer, TokenKind, type TopLevelToken } from 'liquidjs';
import { findWord } from '../../model/find-word.js';
import { findTooMuchLiquid } from '../../model/liquid-limits.js';
import { makeLiquid } from '../../render/liquid-engine.js';
import { checkOutput, checkTag } from './refuse-liquid.js';
import type { StageFinding } from './template-finding.js';

/** One `{{ … }}` or `{% … %}` of a source text. */
export interface LiquidToken {
  readonly kind: 'output' | 'tag';
  /** Name of the tag (`if`, `endfor`); empty for an output. */
  readonly name: string;
  /** As written, delimiters included. */
  readonly raw: string;
  readonly start: number;
  readonly end: number;
}

/** A text in which every Liquid token is a plain word of the same length, so that offsets stay true. */
export interface HiddenText {
  readonly text: string;
  readonly tokens: readonly LiquidToken[];
  /** Two letters that the text does not hold side by side; every word begins with them. */
  readonly prefix: string;
  /** Finds the words in a text made from this one; the first group is the token's index in base 36. */
  readonly word: RegExp;
}

/** Hides all Liquid of a text; comments become blanks. Liquid that could not be made safe is a finding. */
export function hideLiquid(text: string): { hidden: HiddenText; findings: readonly StageFinding[] } {
  const findings: StageFinding[] = [];
  const nothing = (finding: StageFinding) => ({
    hidden: { text, tokens: [], prefix: '', word: /(?!)/g },
    findings: [finding],
  });
  const tooMuch = findTooMuchLiquid(text);
  if (tooMuch !== null) return nothing({ ...tooMuch, code: 'LC502', name: 'liquid-syntax', severity: 'error' });
  let topLevel: TopLevelToken[];
  try {
    topLevel = new Tokenizer(text).readTopLevelTokens();
    makeLiquid({ lang: 'en', escape: false }).parse(text);
  } catch (error) {
    return nothing(parseFinding(error, text));
  }
  const prefix = freePrefix(text);
  const tokens: LiquidToken[] = [];
  let hidden = '';
  let at = 0;
  let comment: number | null = null;
  for (const token of topLevel) {
    if (token.kind !== TokenKind.Output && token.kind !== TokenKind.Tag) continue;
    const { begin: start, end } = token;
    const name = token.kind === TokenKind.Tag ? (token as TagToken).name : '';
    if (comment !== null) {
      if (name !== 'endcomment') continue;
      hidden += text.slice(at, comment) + blanks(text.slice(comment, end));
      comment = null;
      at = end;
      continue;
    }
    if (name === 'comment') {
      comment = start;
      continue;
    }
    if (name === '#') {
      hidden += text.slice(at, start) + blanks(text.slice(start, end));
      at = end;
      continue;
    }
    const raw = text.slice(start, end);
    findings.push(...(name === '' ? checkOutput(raw, start, end) : checkTag(name, start, end)));
    hidden += text.slice(at, start) + (prefix + tokens.length.toString(36).padStart(3, '0')).padEnd(end - start, 'q');
    tokens.push({ kind: name === '' ? 'output' : 'tag', name, raw, start, end });
    at = end;
  }
  hidden += text.slice(at);
  return { hidden: { text: hidden, tokens, prefix, word: wordOf(prefix) }, findings };
}

/** Puts something in the place of every hidden token, in a text made from the hidden one. */
export function replaceWords(
  text: string,
  hidden: HiddenText,
  put: (token: LiquidToken, at: number) => string,
): string {
  let result = '';
  let at = 0;
  for (const match of text.matchAll(hidden.word)) {
    const token = hidden.tokens[Number.parseInt(match[1]!, 36)];
    if (token === undefined) continue;
    result += text.slice(at, match.index) + put(token, match.index);
    at = match.index + token.end - token.start;
  }
  return result + text.slice(at);
}

/** What stands in the place of a stretch of a text: written text and Liquid. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly parts: readonly (string | { readonly liquid: string })[];
}

/** The text with other parts in the place of some stretches (its old words among them), its Liquid hidden anew, each by a word of its own. */
export function rehideLiquid(text: string, { prefix }: HiddenText, stretches: readonly Stretch[]): HiddenText {
  const tokens: LiquidToken[] = [];
  let rehidden = '';
  let at = 0;
  for (const { start, end, parts } of [...stretches].sort((a, b) => a.start - b.start || a.end - b.end)) {
    rehidden += text.slice(at, start);
    at = end;
    for (const part of parts) {
      rehidden += typeof part === 'string' ? part : prefix + tokens.length.toString(36).padStart(3, '0');
      if (typeof part === 'object')
        tokens.push({ kind: 'output', name: '', raw: part.liquid, start: 0, end: prefix.length + 3 });
    }
  }
  return { text: rehidden + text.slice(at), tokens, prefix, word: wordOf(prefix) };
}

/** Puts all Liquid back; braces that only look like Liquid are written so that they stay braces. */
export function showLiquid(text: string, hidden: HiddenText): string {
  // A brace right before a token would become part of it: `{` and `{{ x }}` are not `{{{ x }}`.
  const braces = new RegExp(`\\{\\{|\\{%|\\{(?=${hidden.prefix}[0-9a-z]{3})`, 'g');
  const escaped = text.replace(braces, (found) => `{{ "${found}" }}`);
  return replaceWords(escaped, hidden, (token) => token.raw);
}

function wordOf(prefix: string): RegExp {
  return new RegExp(`${prefix}([0-9a-z]{3})`, 'g');
}

function freePrefix(text: string): string {
  const lower = text.toLowerCase();
  for (const first of 'zxjkvwy') {
    for (const second of 'qxjkz') {
      if (first !== second && !lower.includes(first + second)) return first + second;
    }
  }
  throw new RangeError('no pair of letters is free to stand for Liquid');
}

function blanks(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

function parseFinding(error: unknown, text: string): StageFinding {
  const { message, token } = error as { message: string; token?: { begin: number; end: number } };
  const start = Math.min(token?.begin ?? 0, text.length);
  const said = message.replace(/, (?:file:.*?, )?line:\d+, col:\d+$/s, '').split('\n')[0] ?? '';
  const end = Math.max(start, Math.min(token?.end ?? text.length, text.length));
  const filter = /^undefined filter: (\w+)$/.exec(said)?.[1];
  if (filter !== undefined) {
    const from = Math.max(start, start + findWord(text.slice(start, end), filter));
    const message = `there is no filter "${filter}"`;
    return {
      code: 'LC503',
      name: 'unknown-filter',
      severity: 'error',
      message,
      start: from,
      end: from + filter.length,
    };
  }
  return {
    code: 'LC502',
    name: 'liquid-syntax',
    severity: 'error',
    message: error instanceof RangeError ? 'nested far too deeply' : `Liquid cannot read this: ${said}`,
    start,
    end,
  };
}
