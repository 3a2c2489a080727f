import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Under which names systems have it: Debian and Fedora, Ubuntu's runners, macOS, Windows. */
const NAMES: readonly string[] = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  '/usr/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The path of the browser that the variable `CHROMIUM` names, else of a Chromium or Chrome that lies where systems put it; null: there is none. */
export function findChromium(
  env: Readonly<Record<string, string | undefined>>,
  names: readonly string[] = NAMES,
): string | null {
  const { CHROMIUM: named = '', PATH: path = '' } = env;
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  const candidates = (named === '' ? names : [named]).flatMap((name) =>
    isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name)),
  );
  return candidates.find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
