import { relative, resolve } from 'node:path';
import { LifecycleError } from '../model/failure.js';
import type { StandIn } from '../read/read-project.js';
import type { Findings } from '../report/diagnostics/findings.js';
import { CONFIG_FILE } from './find-root.js';
import type { Terminal } from './terminal.js';

/** The options by which a text stands in for a file, and those that it does not go with. */
export interface StandInOptions {
  /** Read the text of one file from stdin and tell only what is wrong there. */
  readonly stdin: boolean;
  /** The file that the text belongs to, which need not be there yet. */
  readonly stdinPath: string | null;
  /** Make the safe fixes first. */
  readonly fix: boolean;
  /** Write down the warnings there are, so that from now on only new ones count. */
  readonly writeBaseline: boolean;
}

/** The text that `check --stdin --stdin-path FILE` is about; null without these options. Throws LC900 when one of them is missing, does not go with another, or names no file of the project. */
export async function readStandIn(
  terminal: Terminal,
  root: string,
  { stdin, stdinPath, fix, writeBaseline }: StandInOptions,
): Promise<StandIn | null> {
  if (!stdin && stdinPath === null) return null;
  if (!stdin || stdinPath === null) {
    const help = 'write lifecycle check --stdin --stdin-path campaigns/ID.yaml';
    throw new LifecycleError('LC900', '--stdin and --stdin-path go together', [help], 2);
  }
  if (fix || writeBaseline) {
    const help = 'save the file first';
    throw new LifecycleError('LC900', '--stdin does not go with --fix or --write-baseline', [help], 2);
  }
  const file = relative(root, resolve(terminal.cwd, stdinPath)).replaceAll('\\', '/');
  if (file !== CONFIG_FILE && !/^(?:campaigns|templates)\/./.test(file)) {
    const help = `name ${CONFIG_FILE}, or a file below campaigns/ or templates/`;
    throw new LifecycleError('LC900', `${stdinPath} is no file of the project`, [help], 2);
  }
  return { file, bytes: await terminal.stdin() };
}

/** Those of the findings that stand in one file. */
export function onlyIn(file: string, { diagnostics, sources }: Findings): Findings {
  return { diagnostics: diagnostics.filter(({ span }) => span.file === file), sources, summary: { files: 1 } };
}
