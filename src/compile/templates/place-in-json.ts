import { findJsonProblem } from './find-json-problem.js';
import { type HiddenText, type LiquidToken, replaceWords, showLiquid } from './hide-liquid.js';
import { withFilter } from './place-in-link.js';
import type { StageFinding } from './template-finding.js';
import { trackBranches } from './track-branches.js';

/** Where a point of JSON lies; `either` when that depends on the branch taken. */
type JsonPlace = 'outside' | 'string' | 'either';

/** Gives every value of a JSON template the filter of its place: whole values become JSON, values in a string are escaped, and percent-encoded in a web address there. */
export function placeInJson(hidden: HiddenText): { text: string; findings: readonly StageFinding[] } {
  const findings: StageFinding[] = [];
  const branches = trackBranches<JsonPlace>((a, b) => (a === b ? a : 'either'));
  let place: JsonPlace = 'outside';
  let at = 0;
  let stringStart = 0;
  const read = (end: number): void => {
    for (; at < end; at++) {
      const sign = hidden.text[at];
      if (place === 'string' && sign === '\\') at++;
      else if (sign === '"') {
        place = place === 'string' ? 'outside' : 'string';
        stringStart = at + 1;
      }
    }
  };
  const complain = ({ start, end }: LiquidToken): void => {
    findings.push({
      code: 'LC713',
      name: 'open-string',
      severity: 'error',
      message: 'a JSON string is open in one branch and closed in another',
      help: ['write whole strings, with both quotes, in each branch'],
      start,
      end,
    });
  };
  const put = (token: LiquidToken): string => {
    read(token.start);
    at = token.end;
    if (token.kind === 'tag') {
      place = branches.pass(token.name, place);
      if (place === 'either') {
        complain(token);
        place = 'outside';
      }
      return token.raw;
    }
    if (place === 'outside')
      return /\|\s*json(?:ify)?\s*-?\}\}$/.test(token.raw) ? token.raw : withFilter(token.raw, 'json_value');
    const before = hidden.text.slice(stringStart, token.start);
    const isAddress = /(?:https?:\/\/|mailto:)[^\s<>"]*$/.test(before);
    return withFilter(isAddress ? withFilter(token.raw, 'url_part') : token.raw, 'json_part');
  };
  const shown = showLiquid(hidden.text, { ...hidden, tokens: [] });
  const text = replaceWords(shown, hidden, put);
  if (findings.length > 0 || hidden.tokens.some(({ kind }) => kind === 'tag')) return { text, findings };
  const problem = findJsonProblem(hidden);
  if (problem === null) return { text, findings };
  const { message, start, end } = problem;
  return {
    text,
    findings: [
      {
        code: 'LC712',
        name: 'not-json',
        severity: 'error',
        message,
        start,
        end,
        help: ['a webhook template is one JSON value with Liquid in it'],
      },
    ],
  };
}
