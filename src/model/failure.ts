/** The world is wrong (a file that cannot be read, a ledger that is locked): thrown near the edge, printed once. */
export class LifecycleError extends Error {
  constructor(
    /** A permanent LC9xx code, for `lifecycle explain`. */
    readonly code: string,
    message: string,
    /** What to do about it, imperative, one sentence each. */
    readonly help: readonly string[] = [],
    /** The process exit code: 2 asked wrongly, 3 could not do it. */
    readonly exitCode: 2 | 3 = 3,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'LifecycleError';
  }
}

/** We are wrong: states what must hold; a failure is a bug in lifecycle, not in the user's files. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${message}`);
}
