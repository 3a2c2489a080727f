import { explainCode } from '../check/explain.js';
import { LifecycleError } from '../model/failure.js';
import type { ExitCode, Terminal } from './terminal.js';

/** Prints what a code or rule name means, from the rule itself. */
export async function explain(terminal: Terminal, code: string): Promise<ExitCode> {
  const text = explainCode(code);
  if (text === null) {
    throw new LifecycleError(
      'LC900',
      `there is no rule "${code}"`,
      ['codes look like LC103; their names, such as unknown-key, are known too'],
      2,
    );
  }
  terminal.out(text.endsWith('\n') ? text : `${text}\n`);
  return 0;
}
