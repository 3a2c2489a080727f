import { findChromium as find } from '../../src/commands/find-chromium.js';

/**
 * The path of a Chromium or a Chrome; null: the tests in a browser are skipped. `CHROMIUM` names one, or says `none`. Throws when the
 * named one is not there, and in CI, where a test that did not run would look like one that passed, when there is none at all.
 */
export function findChromium(
  env: Readonly<Record<string, string | undefined>>,
  names?: readonly string[],
): string | null {
  const { CHROMIUM: named = '', CI: ci = '' } = env;
  if (named === 'none') return null;
  const found = find(env, names);
  if (found !== null) return found;
  if (named !== '') throw new Error(`CHROMIUM is "${named}", and there is no such program`);
  if (ci !== '' && ci !== 'false')
    throw new Error('there is no Chromium here: install it, set CHROMIUM to its path, or to "none" to go without');
  return null;
}
