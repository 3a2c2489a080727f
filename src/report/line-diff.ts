import { type ComparedLine, compareLines, withinEnds } from './compare-lines.js';

/** How the new lines come of the old ones. Lines that both have once are kept in place first, which is how people read it and takes little time for long texts, then what is between them is compared. */
export function lineDiff(was: readonly string[], is: readonly string[]): readonly ComparedLine[] {
  return withinEnds(was, is, between);
}

function between(was: readonly string[], is: readonly string[]): readonly ComparedLine[] {
  const anchors = anchorsOf(was, is);
  if (anchors.length === 0) return compareLines(was, is);
  const lines: ComparedLine[] = [];
  let [a, b] = [0, 0];
  for (const [atOld, atNew] of [...anchors, [was.length, is.length] as const]) {
    for (const line of lineDiff(was.slice(a, atOld), is.slice(b, atNew))) lines.push(line);
    const line = was[atOld];
    if (line !== undefined) lines.push({ sign: '=', line });
    [a, b] = [atOld + 1, atNew + 1];
  }
  return lines;
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

/** The changed lines, each with its sign before it and some lines around it; `…` stands for what is left out between. Empty when nothing differs. */
export function printLineDiff(lines: readonly ComparedLine[], around: number): readonly string[] {
  const shown = new Set<number>();
  for (const [at, { sign }] of lines.entries())
    if (sign !== '=') for (let each = at - around; each <= at + around; each++) shown.add(each);
  let isGap = false;
  return lines.flatMap(({ sign, line }, at) => {
    if (!shown.has(at)) {
      isGap = true;
      return [];
    }
    const gap = isGap ? ['…'] : [];
    isGap = false;
    return [...gap, `${sign === '=' ? ' ' : sign} ${line}`.trimEnd()];
  });
}
