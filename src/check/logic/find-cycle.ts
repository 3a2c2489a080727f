/** One arrow of a graph: where it leads, and what draws it. */
export interface Arrow<Why> {
  readonly to: string;
  readonly why: Why;
}

/** Every way that comes back to its beginning, each told once: the names in order, the first again at the end, and what closes it. */
export function findCycles<Why>(
  arrows: ReadonlyMap<string, readonly Arrow<Why>[]>,
): { readonly names: readonly string[]; readonly why: Why }[] {
  const done = new Set<string>();
  const cycles: { names: readonly string[]; why: Why }[] = [];
  const follow = (name: string, path: readonly string[]): void => {
    if (done.has(name)) return;
    for (const { to, why } of arrows.get(name) ?? []) {
      const from = path.indexOf(to);
      if (from < 0) follow(to, [...path, to]);
      else if (!path.slice(from).some((one) => done.has(one))) {
        cycles.push({ names: [...path.slice(from), to], why });
        for (const one of path.slice(from)) done.add(one);
      }
    }
    done.add(name);
  };
  for (const name of arrows.keys()) follow(name, [name]);
  return cycles;
}
