/** One line of a comparison: in both texts, only in the old one, or only in the new one. */
export interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** Above this many pairs of lines, a stretch without a line that both have once counts as replaced. */
const MOST_PAIRS = 250_000;

/** How the new lines come of the old ones. Lines that both have once are kept in place first, which is how people read it, then the longest common run between them. */
export function lineDiff(was: readonly string[], is: readonly string[]): readonly DiffLine[] {
  let start = 0;
  while (start < was.length && start < is.length && was[start] === is[start]) start++;
  let end = 0;
  while (end < was.length - start && end < is.length - start && was.at(-1 - end) === is.at(-1 - end)) end++;
  const [old, now] = [was.slice(start, was.length - end), is.slice(start, is.length - end)];
  const same = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ sign: ' ', text }));
  return [...same(was.slice(0, start)), ...between(old, now), ...same(was.slice(was.length - end))];
}

function between(was: readonly string[], is: readonly string[]): readonly DiffLine[] {
  const anchors = was.length === 0 || is.length === 0 ? [] : anchorsOf(was, is);
  if (anchors.length === 0) return was.length * is.length <= MOST_PAIRS ? longestRun(was, is) : replaced(was, is);
  const lines: DiffLine[] = [];
  let [a, b] = [0, 0];
  for (const [atOld, atNew] of [...anchors, [was.length, is.length] as const]) {
    for (const line of lineDiff(was.slice(a, atOld), is.slice(b, atNew))) lines.push(line);
    const text = was[atOld];
    if (text !== undefined) lines.push({ sign: ' ', text });
    [a, b] = [atOld + 1, atNew + 1];
  }
  return lines;
}

function replaced(was: readonly string[], is: readonly string[]): readonly DiffLine[] {
  return [...was.map((text) => ({ sign: '-', text }) as const), ...is.map((text) => ({ sign: '+', text }) as const)];
}

/** Places of lines that stand once in each, as many as can be kept in one order (the longest increasing run, by patience sorting). */
function anchorsOf(was: readonly string[], is: readonly string[]): readonly (readonly [number, number])[] {
  const [inOld, inNew] = [onceIn(was), onceIn(is)];
  const pairs = [...inOld].flatMap(([text, at]) => {
    const other = inNew.get(text);
    return other === undefined ? [] : [{ at, other, before: -1 }];
  });
  const tops: number[] = [];
  pairs.forEach((pair, index) => {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tops[middle] ?? 0]?.other ?? 0) < pair.other) low = middle + 1;
      else high = middle;
    }
    pair.before = tops[low - 1] ?? -1;
    tops[low] = index;
  });
  const kept: (readonly [number, number])[] = [];
  for (let pair = pairs[tops.at(-1) ?? -1]; pair !== undefined; pair = pairs[pair.before])
    kept.push([pair.at, pair.other]);
  return kept.reverse();
}

function onceIn(lines: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const [at, text] of lines.entries()) places.set(text, places.has(text) ? -1 : at);
  return new Map([...places].filter(([, at]) => at >= 0));
}

function longestRun(was: readonly string[], is: readonly string[]): readonly DiffLine[] {
  const width = is.length + 1;
  const lengths = new Uint32Array((was.length + 1) * width);
  const at = (a: number, b: number): number => lengths[a * width + b] ?? 0;
  for (let a = was.length - 1; a >= 0; a--)
    for (let b = is.length - 1; b >= 0; b--)
      lengths[a * width + b] = was[a] === is[b] ? at(a + 1, b + 1) + 1 : Math.max(at(a + 1, b), at(a, b + 1));
  const lines: DiffLine[] = [];
  let [a, b] = [0, 0];
  while (a < was.length || b < is.length) {
    const [old, now] = [was[a], is[b]];
    if (old !== undefined && old === now) {
      lines.push({ sign: ' ', text: old });
      [a, b] = [a + 1, b + 1];
    } else if (old !== undefined && (now === undefined || at(a + 1, b) >= at(a, b + 1))) {
      lines.push({ sign: '-', text: old });
      a++;
    } else {
      lines.push({ sign: '+', text: now ?? '' });
      b++;
    }
  }
  return lines;
}

/** The changed lines, each with its sign before it and some lines around it; `…` stands for what is left out between. Empty when nothing differs. */
export function printLineDiff(lines: readonly DiffLine[], around: number): readonly string[] {
  const shown = new Set<number>();
  for (const [at, { sign }] of lines.entries())
    if (sign !== ' ') for (let each = at - around; each <= at + around; each++) shown.add(each);
  let isGap = false;
  return lines.flatMap(({ sign, text }, at) => {
    if (!shown.has(at)) {
      isGap = true;
      return [];
    }
    const gap = isGap ? ['…'] : [];
    isGap = false;
    return [...gap, `${sign} ${text}`.trimEnd()];
  });
}
