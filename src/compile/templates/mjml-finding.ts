import { findWord } from '../../model/find-word.js';
import type { HiddenText } from './hide-liquid.js';
import { replaceWords } from './hide-liquid.js';
import { lineStart } from './pieced-text.js';
import type { MjmlError } from './run-mjml.js';
import type { StageFinding } from './template-finding.js';

/** What MJML says of a text with hidden Liquid, at its place and in our words; null when it only dislikes a hidden value. */
export function mjmlFinding(error: MjmlError, hidden: HiddenText): StageFinding | null {
  const { tagName, message } = error;
  const words = new RegExp(hidden.word.source);
  if (/ has invalid value: /.test(message) && words.test(message)) return null;
  const line = lineStart(hidden.text, error.line);
  const tag = Math.max(line, hidden.text.indexOf(`<${tagName}`, line));
  const whole = { start: tag, end: tag + tagName.length + 1 };
  const finding = (text: string, at: { start: number; end: number }, label?: string): StageFinding => ({
    code: 'LC701',
    name: 'mjml-error',
    severity: 'error',
    message: replaceWords(text, hidden, (token) => token.raw),
    ...(label === undefined ? {} : { label }),
    ...at,
  });
  const illegal = /^Attributes? (.+) (?:is|are) illegal$/.exec(message)?.[1];
  if (illegal !== undefined) {
    const names = illegal.split(', ');
    const shown = names.map((name) => `"${name}"`).join(', ');
    return finding(`<${tagName}> has no attribute ${shown}`, attributeAt(hidden.text, tag, names[0]!) ?? whole);
  }
  const value = /^Attribute ([\w-]+) has invalid value: (.*?) for type \w+(?:, only accepts (.+))?$/.exec(message);
  if (value !== null) {
    const at = attributeAt(hidden.text, tag, value[1]!) ?? whole;
    const label =
      value[3] === undefined ? undefined : `allowed: ${value[3].replace(/^\(/, '').replace(/\) units and .*$/, '')}`;
    return finding(`${value[1]}="${value[2]}" is not a value that <${tagName}> understands`, at, label);
  }
  if (/doesn't exist or is not registered/.test(message)) return finding(`<${tagName}> is not an MJML tag`, whole);
  const nested = /^([\w-]+) cannot be used inside ([\w-]+), only inside: (.*)$/.exec(message);
  if (nested !== null)
    return finding(`<${nested[1]}> cannot stand directly inside <${nested[2]}>`, whole, `only inside: ${nested[3]}`);
  return finding(`MJML: ${message}`, whole);
}

function attributeAt(text: string, tag: number, name: string): { start: number; end: number } | null {
  const end = text.indexOf('>', tag);
  const index = findWord(text.slice(tag, end === -1 ? text.length : end).toLowerCase(), name.toLowerCase());
  return index === -1 ? null : { start: tag + index, end: tag + index + name.length };
}
