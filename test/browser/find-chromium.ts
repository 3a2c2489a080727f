import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Names under which systems have it: Debian, Ubuntu's runners, Fedora, macOS. */
const NAMES: readonly string[] = [
  'chromium',
  'google-chrome',
  'google-chrome-stable',
  'chromium-browser',
  'chrome',
  '/usr/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * The path of a Chromium or a Chrome; null: the tests in a browser are skipped. `CHROMIUM` names one, or says `none`. Throws when the
 * named one is not there, and in CI, where a test that did not run would look like one that passed, when there is none at all.
 */
export function findChromium(
  env: Readonly<Record<string, string | undefined>>,
  names: readonly string[] = NAMES,
): string | null {
  const { CHROMIUM: named = '', CI: ci = '', PATH: path = '' } = env;
  if (named === 'none') return null;
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  const candidates = (named === '' ? names : [named]).flatMap((name) =>
    isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name)),
  );
  const found = candidates.find(isProgram);
  if (found !== undefined) return found;
  if (named !== '') throw new Error(`CHROMIUM is "${named}", and there is no such program`);
  if (ci !== '' && ci !== 'false')
    throw new Error('there is no Chromium here: install it, set CHROMIUM to its path, or to "none" to go without');
  return null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
