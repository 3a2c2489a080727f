import { Context, type Filter, filters, type Liquid, toValueSync } from 'liquidjs';
import type { Evaluate } from './compile-value.js';
import { FAST_FILTERS } from './fast-filters.js';
import { GIVE_UP, type LiquidRun, useMemory } from './liquid-run.js';
import { NotCovered } from './not-covered.js';

/** What LiquidJS keeps of a filter in a template. */
interface ParsedFilter extends Omit<Filter, 'handler' | 'liquid' | 'token'> {
  readonly handler: (this: unknown, value: unknown, ...args: readonly unknown[]) => unknown;
  readonly liquid: Liquid;
  readonly token: unknown;
}

/** These read their arguments as Liquid and look for variables by themselves. */
const LEFT_OUT = /_exp$/;

/** Compiles one filter over a value: our own where there is a fast one, else LiquidJS's. */
export function compileFilter(filter: Filter, value: Evaluate, args: readonly Evaluate[]): Evaluate {
  const parsed = filter as unknown as ParsedFilter;
  const { handler, liquid, token, name } = parsed;
  const isEscape = handler === filters.escape || handler === liquid.options.outputEscape;
  const fast = FAST_FILTERS[isEscape ? 'escape' : name];
  if (fast !== undefined && (isEscape || fast.replaces(handler)) && fast.arguments === args.length) {
    const { apply } = fast;
    const [first] = args;
    if (first === undefined) return (run) => apply(run, value(run), undefined);
    return (run) => apply(run, value(run), first(run));
  }
  if (LEFT_OUT.test(name)) throw new NotCovered(`the filter ${name}`);
  const [first] = args;
  if (first !== undefined && args.length === 1)
    return (run) => {
      const found = value(run);
      return toValueSync(handler.call(new Asking(run, token, liquid), found, first(run)) as never);
    };
  return (run) => {
    const found = value(run);
    return toValueSync(handler.call(new Asking(run, token, liquid), found, ...args.map((arg) => arg(run))) as never);
  };
}

/** What LiquidJS is to its filters, most of which ask for nothing of it. */
class Asking {
  readonly #run: LiquidRun;

  constructor(
    run: LiquidRun,
    readonly token: unknown,
    readonly liquid: Liquid,
  ) {
    this.#run = run;
  }

  get context(): Context {
    return liquidContext(this.#run, this.liquid);
  }
}

/** The part of LiquidJS that its filters ask, with our own limits. */
function liquidContext(run: LiquidRun, liquid: Liquid): Context {
  run.liquidContext ??= new Context(
    run.context,
    liquid.options,
    { sync: true },
    {
      memoryLimit: { use: (count: number) => useMemory(run, +count), check: giveUpAbove } as never,
      renderLimit: { use: () => undefined, check: () => undefined } as never,
      liquid,
    },
  );
  return run.liquidContext;
}

function giveUpAbove(count: number): void {
  if (count > 0) throw GIVE_UP;
}
