/** One line of two texts that are compared: only before, only after, or in both. */
export interface ComparedLine {
  readonly sign: '-' | '+' | '=';
  readonly line: string;
}

/** More differences than this are not paired up any further: all of the middle counts as changed. It bounds time and memory, which grow with its square. */
const MOST_EDITS = 400;

/**
 * The lines of two texts beside each other, with as few changes as there can be (Myers 1986, "An O(ND) Difference Algorithm"); where lines changed,
 * those from before come first.
 */
export function compareLines(before: readonly string[], after: readonly string[]): readonly ComparedLine[] {
  return withinEnds(before, after, middle);
}

/** The lines that two texts begin and end with alike, around what `compare` makes of those between. */
export function withinEnds(
  before: readonly string[],
  after: readonly string[],
  compare: (before: readonly string[], after: readonly string[]) => readonly ComparedLine[],
): readonly ComparedLine[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end += 1;
  }
  const same = (line: string): ComparedLine => ({ sign: '=', line });
  return [
    ...before.slice(0, start).map(same),
    ...compare(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
}

function middle(before: readonly string[], after: readonly string[]): readonly ComparedLine[] {
  const trace = walk(before, after);
  const gone = (line: string): ComparedLine => ({ sign: '-', line });
  const come = (line: string): ComparedLine => ({ sign: '+', line });
  if (trace === null) return [...before.map(gone), ...after.map(come)];
  const found: ComparedLine[] = [];
  let x = before.length;
  let y = after.length;
  for (let edits = trace.length - 1; edits >= 0; edits -= 1) {
    const reach = trace[edits] ?? new Map<number, number>();
    const k = x - y;
    const down = edits > 0 && comesDown(reach, k, edits);
    const fromK = down ? k + 1 : k - 1;
    const fromX = edits === 0 ? 0 : (reach.get(fromK) ?? 0);
    const fromY = edits === 0 ? 0 : fromX - fromK;
    const startX = edits === 0 ? 0 : down ? fromX : fromX + 1;
    while (x > startX) {
      x -= 1;
      y -= 1;
      found.push({ sign: '=', line: before[x] ?? '' });
    }
    if (edits === 0) break;
    found.push(down ? come(after[fromY] ?? '') : gone(before[fromX] ?? ''));
    x = fromX;
    y = fromY;
  }
  return goneFirst(found.reverse());
}

/** How far each diagonal reaches with ever more edits, as it stood before each; null when there are too many. */
function walk(before: readonly string[], after: readonly string[]): readonly ReadonlyMap<number, number>[] | null {
  const reach = new Map<number, number>();
  const trace: ReadonlyMap<number, number>[] = [];
  const most = Math.min(before.length + after.length, MOST_EDITS);
  for (let edits = 0; edits <= most; edits += 1) {
    trace.push(new Map(reach));
    for (let k = -edits; k <= edits; k += 2) {
      let x = edits === 0 ? 0 : comesDown(reach, k, edits) ? (reach.get(k + 1) ?? 0) : (reach.get(k - 1) ?? 0) + 1;
      while (x < before.length && x - k < after.length && before[x] === after[x - k]) x += 1;
      reach.set(k, x);
      if (x >= before.length && x - k >= after.length) return trace;
    }
  }
  return null;
}

function comesDown(reach: ReadonlyMap<number, number>, k: number, edits: number): boolean {
  return k === -edits || (k !== edits && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
}

/** Within each run of changes, what is gone before what has come. */
function goneFirst(lines: readonly ComparedLine[]): readonly ComparedLine[] {
  const ordered: ComparedLine[] = [];
  let come: ComparedLine[] = [];
  for (const line of lines) {
    if (line.sign === '+') come.push(line);
    else {
      if (line.sign === '=') {
        ordered.push(...come, line);
        come = [];
      } else ordered.push(line);
    }
  }
  return [...ordered, ...come];
}
