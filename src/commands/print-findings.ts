import { explainedCodes } from '../check/explain.js';
import { printCompact } from '../report/diagnostics/compact.js';
import type { Findings } from '../report/diagnostics/findings.js';
import { printGithub } from '../report/diagnostics/github.js';
import { printGitlab } from '../report/diagnostics/gitlab.js';
import { printJson } from '../report/diagnostics/json.js';
import { printJunit } from '../report/diagnostics/junit.js';
import { printMarkdown } from '../report/diagnostics/markdown.js';
import { moveFindings } from '../report/diagnostics/move-findings.js';
import { printSarif } from '../report/diagnostics/sarif.js';
import { summarizeFindings } from '../report/diagnostics/summary.js';
import { printText } from '../report/diagnostics/text.js';
import { folderInRepository } from './find-repository.js';
import { readFormat, type Wanted, writeOutput } from './output-formats.js';
import type { Terminal } from './terminal.js';
import { version } from './version.js';

type Print = (findings: Findings, color: boolean) => string;

const FORMATS = {
  text: (findings, color) => printText(findings, { color }),
  json: (findings) => printJson(findings, { version: version() }),
  github: (findings) => printGithub(findings),
  gitlab: (findings) => printGitlab(findings),
  sarif: (findings) => printSarif(findings, { version: version(), rules: explainedCodes }),
  junit: (findings) => printJunit(findings),
  markdown: (findings) => printMarkdown(findings),
  compact: (findings) => printCompact(findings),
} as const satisfies Readonly<Record<string, Print>>;

type Format = keyof typeof FORMATS;
const NAMES = Object.keys(FORMATS) as Format[];

/** The formats that code hosts read, which name files from the top of the repository. */
const FOR_HOSTS: readonly Format[] = ['github', 'gitlab', 'sarif'];

/** The formats that may share stdout with GitHub's annotations: the others are read by programs as a whole. */
const FOR_PEOPLE: readonly Format[] = ['text', 'compact'];

/**
 * Prints findings of the project in `root` in every format asked for (or `FORMAT=FILE`); text when none is. On GitHub Actions its annotations come in addition, unless a program reads
 * stdout. Throws LC900 for a format that there is not.
 */
export function printFindings(terminal: Terminal, root: string, findings: Findings, formats: readonly string[]): void {
  const folder = folderInRepository(root);
  const wanted = (formats.length === 0 ? ['text'] : formats).map((text): Wanted<Format> => readFormat(text, NAMES));
  const onStdout = wanted.filter(({ file }) => file === null).map(({ format }) => format);
  if (terminal.env.GITHUB_ACTIONS === 'true' && onStdout.every((format) => FOR_PEOPLE.includes(format))) {
    wanted.push({ format: 'github', file: null });
  }
  for (const one of wanted) {
    const { format, file } = one;
    const placed = FOR_HOSTS.includes(format) ? moveFindings(findings, folder) : findings;
    const text = FORMATS[format](placed, terminal.color && file === null);
    writeOutput(terminal, one, text);
    if (file === null && format === 'text') terminal.err(`${summarizeFindings(findings)}\n`);
  }
}
