/** A walk through text with Liquid branches, whose state must be known at every point whichever branch is taken. */
export interface BranchWalk<S> {
  /** The state after a Liquid tag that was met in `state`. */
  pass(tag: string, state: S): S;
}

interface Open<S> {
  readonly before: S;
  readonly ends: S[];
  complete: boolean;
}

const openers = new Set(['if', 'unless', 'case', 'for']);
const middles = new Set(['elsif', 'else', 'when']);
const closers = new Set(['endif', 'endunless', 'endcase', 'endfor']);

/** Follows `if`, `unless`, `case` and `for`; where ways meet, `join` makes one state of two (and may complain). */
export function trackBranches<S>(join: (a: S, b: S) => S): BranchWalk<S> {
  const stack: Open<S>[] = [];
  return {
    pass(tag, state) {
      if (openers.has(tag)) {
        stack.push({ before: state, ends: [], complete: false });
        return state;
      }
      const open = stack.at(-1);
      if (open === undefined) return state;
      if (middles.has(tag)) {
        open.ends.push(state);
        if (tag === 'else') open.complete = true;
        return open.before;
      }
      if (!closers.has(tag)) return state;
      stack.pop();
      // A loop may run no time at all, and without `else` no branch may be taken.
      if (!open.complete || tag === 'endfor') open.ends.push(open.before);
      return open.ends.reduce(join, state);
    },
  };
}
