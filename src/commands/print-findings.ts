import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { LifecycleError } from '../model/failure.js';
import type { Findings } from '../report/diagnostics/findings.js';
import { printGithub } from '../report/diagnostics/github.js';
import { printJson } from '../report/diagnostics/json.js';
import { summarizeFindings } from '../report/diagnostics/summary.js';
import { printText } from '../report/diagnostics/text.js';
import type { Terminal } from './terminal.js';
import { version } from './version.js';

const FORMATS = ['text', 'json', 'github'] as const;
type Format = (typeof FORMATS)[number];

/**
 * Prints findings in every format asked for (`text`, `json`, `github`, or `FORMAT=FILE`); text when none is. On GitHub Actions its annotations come in addition.
 * Throws LC900 for a format that there is not.
 */
export function printFindings(terminal: Terminal, findings: Findings, formats: readonly string[]): void {
  const wanted = (formats.length === 0 ? ['text'] : formats).map(readFormat);
  const onStdout = wanted.filter(({ file }) => file === null).map(({ format }) => format);
  if (terminal.env.GITHUB_ACTIONS === 'true' && !onStdout.includes('github') && !onStdout.includes('json')) {
    wanted.push({ format: 'github', file: null });
  }
  for (const { format, file } of wanted) {
    const text = print(format, findings, terminal.color && file === null);
    if (file === null) {
      terminal.out(text);
      if (format === 'text') terminal.err(`${summarizeFindings(findings)}\n`);
    } else {
      const path = resolve(terminal.cwd, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }
}

function readFormat(text: string): { readonly format: Format; readonly file: string | null } {
  const [name = '', ...rest] = text.split('=');
  const format = FORMATS.find((each) => each === name);
  if (format === undefined) {
    throw new LifecycleError('LC900', `there is no format "${name}"`, [`use one of ${FORMATS.join(', ')}`], 2);
  }
  return { format, file: rest.length === 0 ? null : rest.join('=') };
}

function print(format: Format, findings: Findings, color: boolean): string {
  switch (format) {
    case 'text':
      return printText(findings, { color });
    case 'json':
      return printJson(findings, { version: version() });
    case 'github':
      return printGithub(findings);
  }
}
