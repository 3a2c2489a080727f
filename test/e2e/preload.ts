import type { CliOptions } from './project.js';

/** Options for a command that loads this script of `test/e2e` before its own first line. */
export function preloading(scripts: readonly string[], env: Readonly<Record<string, string>> = {}): CliOptions {
  const imports = scripts.map((script) => `--import=${new URL(script, import.meta.url).href}`);
  return { env: { ...env, NODE_OPTIONS: imports.join(' ') } };
}

/** Options for a command whose clock shows this moment when it begins. */
export function atClock(moment: string, more: Readonly<Record<string, string>> = {}): CliOptions {
  return preloading(['moved-clock.mjs'], { CLOCK_AT: moment, ...more });
}
