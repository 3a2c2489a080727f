import type { HiddenText } from './hide-liquid.js';

/** The first place at which a text is not JSON (RFC 8259), where a hidden value counts as a value, or as part of a string; null when it is. */
export function findJsonProblem({
  text,
  tokens,
}: HiddenText): { readonly message: string; readonly start: number; readonly end: number } | null {
  const endOfToken = new Map(tokens.map(({ start, end }) => [start, end]));
  let at = 0;
  const skip = (): void => {
    while (/[ \t\r\n]/.test(text[at] ?? '')) at++;
  };
  const fail = (wanted: string): never => {
    throw new Problem(wanted, at);
  };
  const eat = (sign: string): boolean => {
    skip();
    if (text[at] !== sign) return false;
    at++;
    return true;
  };
  const readString = (): void => {
    for (;;) {
      const token = endOfToken.get(at);
      if (token !== undefined) at = token;
      else if (text[at] === '"') {
        at++;
        return;
      } else if (text[at] === undefined || (text[at] as string) < ' ') fail('the end of the string');
      else {
        const sequence = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(at, at + 6));
        if (text[at] === '\\' && sequence === null) fail('an escape that JSON knows');
        at += sequence?.[0].length ?? 1;
      }
    }
  };
  const readValue = (): void => {
    skip();
    const token = endOfToken.get(at);
    const scalar = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/.exec(text.slice(at, at + 40));
    if (token !== undefined) at = token;
    else if (eat('"')) readString();
    else if (eat('{')) readItems('}', true);
    else if (eat('[')) readItems(']', false);
    else if (scalar !== null) at += scalar[0].length;
    else fail('a value');
  };
  const readItems = (close: string, isObject: boolean): void => {
    if (eat(close)) return;
    for (;;) {
      if (isObject) {
        if (!eat('"')) fail('a key in quotes');
        readString();
        if (!eat(':')) fail('":"');
      }
      readValue();
      if (eat(close)) return;
      if (!eat(',')) fail(`"," or "${close}"`);
    }
  };
  try {
    readValue();
    skip();
    if (at < text.length) fail('the end');
    return null;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const start = Math.min(error.at, text.length);
    return {
      message: `this is not JSON: ${error.wanted} is missing here`,
      start,
      end: Math.min(start + 1, text.length),
    };
  }
}

class Problem {
  constructor(
    readonly wanted: string,
    readonly at: number,
  ) {}
}
