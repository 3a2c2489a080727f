import type { LiquidToken } from './hide-liquid.js';

const own = /\bmessage\s*(?:\.\s*|\[\s*["'])(?:unsubscribe_url|view_url)\b/;

/** Finds the outputs that lead to us (unsubscribe, view in a browser), also by way of an assigned name: nothing is added to their links. */
export function findOwnLinks(tokens: readonly LiquidToken[]): (token: LiquidToken) => boolean {
  const names = new Set<string>();
  const isOwn = ({ raw }: LiquidToken) =>
    own.test(raw) || (names.size > 0 && [...raw.matchAll(/[\w-]+/g)].some(([word]) => names.has(word)));
  for (const token of tokens) {
    const name = token.name === 'assign' ? /^\{%-?\s*assign\s+([\w-]+)\s*=/.exec(token.raw)?.[1] : undefined;
    if (name !== undefined && isOwn(token)) names.add(name);
  }
  return isOwn;
}
