import { compareText } from '../../model/diagnostic.js';
import type { Tracking } from '../../model/tracking.js';
import { isHostOf, urlPart } from '../../render/link-filters.js';
import type { LiquidToken, Stretch } from './hide-liquid.js';

/** One part of a link and where it begins: written text, or Liquid. */
export interface PlacedPart {
  readonly at: number;
  readonly part: string | LiquidToken;
}

/** How a link is tracked. */
export interface TrackedLink {
  /** What is put in. */
  readonly insertions: readonly Stretch[];
  /** Outputs that are a link by themselves: what they hold is known when the message is rendered. */
  readonly values: readonly LiquidToken[];
  /** Why nothing can be put in, or null. */
  readonly unclear: string | null;
}

type Node =
  | { readonly kind: 'text'; readonly at: number; readonly text: string }
  | { readonly kind: 'output'; readonly at: number; readonly end: number; readonly token: LiquidToken }
  | { readonly kind: 'loop'; readonly end: number; readonly inside: readonly Node[] }
  | { readonly kind: 'branch'; readonly end: number; readonly arms: readonly Arm[]; readonly complete: boolean };

interface Arm {
  readonly nodes: Node[];
  readonly at: number;
}

/** What is known of a link up to a point, whichever branches were taken. */
interface Known {
  /** Whether anything of the link stands before. */
  readonly begun: boolean;
  /** Not a web address, or one that is left alone. */
  readonly apart: boolean;
  /** Nothing but the scheme and the host stands before. */
  readonly bare: boolean;
  readonly query: boolean | null;
  /** The text before ends with `?` or `&`. */
  readonly open: boolean;
  /** Whether the parameters are in; `null`: that depends on the branch. */
  readonly done: boolean | null;
  /** The parameters that it has already, joined; null: that depends on the branch. */
  readonly names: string | null;
}

const nothing: Known = {
  begun: false,
  apart: false,
  bare: false,
  query: false,
  open: false,
  done: false,
  names: '',
};
/** Where a visitor shares an address: parameters would go to those who run the network, not to whom the shared link leads. */
const shares =
  /^https:\/\/(?:www\.)?(?:facebook\.com\/sharer|(?:twitter|x)\.com\/intent\/|pinterest\.com\/pin\/create\/|linkedin\.com\/shareArticle|tumblr\.com\/widgets\/share\/|xing\.com\/app\/user\?op=share)/i;
const byBranch = 'whether it has a "?", and what behind it, depends on the branch';

/**
 * Puts tracking parameters into a link, in every branch of it: behind its own query, before its fragment, and none that it has
 * already. `ampersand` is what parts parameters in the text that the link stands in.
 */
export function trackLink(parts: readonly PlacedPart[], tracking: Tracking, ampersand: string): TrackedLink {
  const insertions: Stretch[] = [];
  const values: LiquidToken[] = [];
  let unclear: string | null = null;
  const nodes = readNodes(parts);
  walk(nodes, nothing, true, parts[0]?.at ?? 0);
  if (unclear !== null) return { insertions: [], values: [], unclear };
  return { insertions, values, unclear };

  /** Follows the parts from what is known before them; `isLast`: the link ends with them. */
  function walk(nodes: readonly Node[], before: Known, isLast: boolean, from: number): Known {
    let known = before;
    let end = from;
    for (const [index, node] of nodes.entries()) {
      const isEnd = isLast && index === nodes.length - 1;
      if (node.kind === 'text') {
        known = readText(node, known, isEnd);
        end = node.at + node.text.trimEnd().length;
        continue;
      }
      end = node.end;
      if (node.kind === 'output') {
        if (!known.begun && isEnd) {
          values.push(node.token);
          return { ...known, apart: true };
        }
        if (!known.begun && tracking.only !== null) unclear ??= 'its host is known only when it is sent';
        known = { ...known, begun: true, bare: false, open: false };
      } else if (node.kind === 'loop') {
        const after = walk(node.inside, known, false, from);
        if (!known.begun || after.query !== known.query || after.done !== known.done)
          unclear ??= 'a loop writes a part of it';
        known = { ...after, bare: false, open: false };
      } else if (isEnd && (node.complete || !known.begun)) {
        for (const arm of node.arms) walk(arm.nodes, known, true, arm.at);
        return { ...known, apart: true };
      } else {
        const ways = node.arms.map((arm) => walk(arm.nodes, known, false, arm.at));
        known = (node.complete ? ways : [...ways, known]).reduce(join);
      }
    }
    if (!isLast || !known.begun || known.apart || known.done === true) return known;
    insert(known, end);
    return known;
  }

  function readText({ at, text }: { at: number; text: string }, before: Known, isEnd: boolean): Known {
    let known = before;
    if (!known.begun) {
      const written = text.trim();
      known = {
        ...known,
        begun: true,
        apart: isApart(written, isEnd),
        bare: /^https?:\/\/[^/?#&]+(?:#|$)/i.test(written),
      };
    } else known = { ...known, bare: false };
    if (known.apart || known.done === true) return known;
    const from = known;
    let first = -1;
    for (const { 0: mark, index } of text.matchAll(/&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);|[?#]/gi)) {
      if (mark === '#') {
        insert(read(text.slice(0, index)), at + index);
        return { ...known, done: true };
      }
      if (mark !== '?') continue;
      if (known.query === false) first = index;
      // Whether this one begins the query depends on the branch.
      known = { ...known, query: true, names: known.query === null ? null : known.names };
    }
    return read(text);

    function read(part: string): Known {
      const open = /&(?:amp;)?\s*$/.test(part) || (first !== -1 && first === part.trimEnd().length - 1);
      const query =
        first !== -1 ? `&${part.slice(first + 1)}` : from.query === false ? '' : (from.open ? '&' : '') + part;
      return { ...withNames(known, query, tracking), open };
    }
  }

  function isApart(written: string, isEnd: boolean): boolean {
    if (!/^https?:\/\//i.test(written) || shares.test(written)) return true;
    const own = tracking.unsubscribe.replace(/\/+$/, '');
    // A host alone may be that of the shop, too.
    const hasPath = /^https?:\/\/[^/]+\/./i.test(own);
    if (hasPath && `${written}/`.replace(/[?#]/, '/').startsWith(`${own}/`)) return true;
    if (tracking.only === null) return false;
    const host = /^https?:\/\/(?:[^@/?#]*@)?([^/?#:\s]+)([/?#:])?/i.exec(written);
    if (host === null || (host[2] === undefined && !isEnd)) {
      unclear ??= 'its host is known only when it is sent';
      return true;
    }
    return !isHostOf(tracking.only, host[1]!);
  }

  function insert(known: Known, at: number): void {
    const { names } = known;
    if (known.done === null || known.query === null || names === null) {
      unclear ??= byBranch;
      return;
    }
    const own = names.split('&');
    const parameters = [...tracking.parameters].filter(([name]) => !own.includes(name));
    let lead = known.query ? (known.open ? '' : ampersand) : known.bare ? '/?' : '?';
    const put: Stretch['parts'][number][] = [];
    for (const [name, value] of parameters) {
      put.push(`${lead}${name}=`);
      for (const part of value)
        put.push('text' in part ? String(urlPart(part.text)) : { liquid: `{{ ${part.path} | url_part }}` });
      lead = ampersand;
    }
    if (put.length > 0) insertions.push({ start: at, end: at, parts: put });
  }
}

/** The filter that gives a link its parameters when it is rendered, with its arguments: written and paths by turns. */
export function trackingFilter({ parameters, only }: Tracking): string {
  const pieces: string[] = [''];
  for (const [name, value] of parameters) {
    pieces[pieces.length - 1] += `${pieces.length === 1 && pieces[0] === '' ? '' : '&'}${name}=`;
    for (const part of value) {
      if ('text' in part) pieces[pieces.length - 1] += String(urlPart(part.text));
      else pieces.push(part.path, '');
    }
  }
  const written = pieces.map((piece, index) => (index % 2 === 0 ? `"${piece}"` : piece));
  if (only !== null) written.push(`only: "${only.join(' ')}"`);
  return `with_query: ${written.join(', ')}`;
}

/** What is known when the text of a query follows. */
function withNames(known: Known, query: string, { parameters }: Tracking): Known {
  const found = [...query.replaceAll('&amp;', '&').matchAll(/&([\w.-]+)=/g)]
    .map((match) => match[1]!)
    .filter((name) => parameters.has(name));
  if (found.length === 0 || known.names === null) return known;
  return { ...known, names: [...new Set([...known.names.split('&'), ...found])].sort(compareText).join('&') };
}

function join(a: Known, b: Known): Known {
  return {
    begun: a.begun && b.begun,
    apart: a.apart || b.apart,
    bare: a.bare && b.bare,
    query: a.query === b.query ? a.query : null,
    open: a.open && b.open,
    done: a.done === b.done ? a.done : null,
    names: a.names === b.names ? a.names : null,
  };
}

const middles = new Set(['elsif', 'else', 'when']);

function readNodes(parts: readonly PlacedPart[]): readonly Node[] {
  const root: Arm = { nodes: [], at: parts[0]?.at ?? 0 };
  const stack: { readonly name: string; readonly arms: Arm[]; complete: boolean }[] = [];
  const top = () => stack.at(-1)?.arms.at(-1)?.nodes ?? root.nodes;
  for (const { at, part } of parts) {
    if (typeof part === 'string') {
      if (part.trim() !== '') top().push({ kind: 'text', at, text: part });
      continue;
    }
    const end = at + part.end - part.start;
    const open = stack.at(-1);
    if (part.kind === 'output') top().push({ kind: 'output', at, end, token: part });
    else if (/^(?:if|unless|case|for)$/.test(part.name))
      // What stands between `case` and its first `when` is never shown.
      stack.push({ name: part.name, arms: part.name === 'case' ? [] : [{ nodes: [], at: end }], complete: false });
    else if (open !== undefined && middles.has(part.name)) {
      open.arms.push({ nodes: [], at: end });
      if (part.name === 'else') open.complete = true;
    } else if (open !== undefined && part.name === `end${open.name}`) {
      stack.pop();
      if (open.name === 'for') top().push({ kind: 'loop', end, inside: open.arms.flatMap(({ nodes }) => nodes) });
      else top().push({ kind: 'branch', end, arms: open.arms, complete: open.complete });
    }
  }
  return root.nodes;
}
