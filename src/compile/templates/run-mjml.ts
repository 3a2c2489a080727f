import { createRequire } from 'node:module';
import { settleIds } from './settle-ids.js';

/** What MJML made of a text: HTML, and what it says is wrong, by 1-based line of that text. */
export interface MjmlResult {
  readonly html: string;
  readonly errors: readonly MjmlError[];
}

/** What MJML objects to, with its line (from 1) in the text it was given. */
export interface MjmlError {
  readonly line: number;
  readonly message: string;
  readonly tagName: string;
}

type Mjml = (text: string, options: object) => Promise<MjmlResult>;

const require = createRequire(import.meta.url);
let loaded: Mjml | null = null;

/**
 * Runs MJML on a text without includes. It reads no file, fetches no font and minifies nothing. Rejects where MJML itself fails
 * (too deep, malformed, CSS that cannot be inlined).
 */
export async function runMjml(text: string): Promise<MjmlResult> {
  loaded ??= loadMjml();
  const { html, errors } = await loaded(text, {
    validationLevel: 'soft',
    fonts: {},
    ignoreIncludes: true,
    keepComments: true,
    minify: false,
    beautify: false,
    useMjmlConfigOptions: false,
  });
  return { html: settleIds(html), errors };
}

/** Merely importing MJML runs the packages that a `.mjmlconfig` in the working directory names; its browser mode does not. */
function loadMjml(): Mjml {
  const before = process.env.MJML_BROWSER;
  process.env.MJML_BROWSER = 'true';
  try {
    return require('mjml') as Mjml;
  } finally {
    if (before === undefined) delete process.env.MJML_BROWSER;
    else process.env.MJML_BROWSER = before;
  }
}
