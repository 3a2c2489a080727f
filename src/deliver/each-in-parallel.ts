/** Runs `act` on each, `parallel` at a time. After a failure or an abort nothing new begins; what was begun ends first. */
export async function eachInParallel<Item>(
  { parallel, signal }: { readonly parallel: number; readonly signal: AbortSignal },
  items: readonly Item[],
  act: (item: Item) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  const queue = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (const item of queue) {
      if (signal.aborted || failures.length > 0) return;
      await act(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, parallel) }, worker));
  if (failures.length > 0) throw failures[0];
}
