/** Hands inputs out; what comes of each is had by waiting for it. */
export type HandOut<Input, Result> = (inputs: readonly Input[]) => () => Promise<readonly Result[]>;

/** Hands out by `begin` only what was not handed out before: inputs of the same key give the same, and those of one call are waited for together. */
export function handOutOnce<Input, Result>(
  keyOf: (input: Input) => string,
  begin: HandOut<Input, Result>,
): HandOut<Input, Result> {
  const known = new Map<string, () => Promise<Result>>();
  return (inputs) => {
    const fresh = new Map<string, Input>();
    const keys = inputs.map((input) => {
      const key = keyOf(input);
      if (!known.has(key)) fresh.set(key, input);
      return key;
    });
    const finish = begin([...fresh.values()]);
    let all: Promise<readonly Result[]> | null = null;
    for (const [at, key] of [...fresh.keys()].entries()) {
      known.set(key, async () => {
        all ??= finish();
        return (await all)[at]!;
      });
    }
    return () => Promise.all(keys.map((key) => known.get(key)!()));
  };
}
