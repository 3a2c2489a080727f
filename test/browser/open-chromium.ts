import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { describe } from 'vitest';
import { findChromium } from './find-chromium.js';

const program = findChromium(process.env);
if (program === null)
  console.warn('no Chromium here, so what is to be seen in a browser is not tested: set CHROMIUM to its path');

/** `describe` for tests that need a browser; without one they are skipped. */
export const describeInChromium: ReturnType<typeof describe.skipIf> = describe.skipIf(program === null);

/** Nothing that a test shows may ask the network: names do not resolve, and only this machine's own numbers are left. */
const ARGS: readonly string[] = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
  // Text of the same width on every machine, as far as the fonts are the same.
  '--font-render-hinting=none',
];

/** One browser for all test files of a worker; it ends with the worker. */
let browser: Promise<Browser> | null = null;

/** A page in a context of its own: no cookies, no storage, nothing of another test. Close it when you are done. */
export async function openPage(options: BrowserContextOptions = {}): Promise<Page> {
  if (program === null) throw new Error('there is no Chromium here: put the test into describeInChromium');
  browser ??= chromium.launch({ executablePath: program, args: [...ARGS], chromiumSandbox: false });
  return (await browser).newPage(options);
}
