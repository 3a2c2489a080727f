import { explainCode } from '../check/explain.js';
import { LifecycleError } from '../model/failure.js';
import type { ExitCode, Terminal } from './terminal.js';

/** Prints what a code or rule name means, from the rule itself. */
export async function explain(terminal: Terminal, codes: readonly string[]): Promise<ExitCode> {
  const [code, ...more] = codes;
  if (code === undefined || more.length > 0) {
    throw new LifecycleError(
      'LC900',
      code === undefined ? 'it takes a code to explain' : 'it explains one code at a time',
      [
        'write a code, such as lifecycle explain LC103',
        'lifecycle explain --sql shows what the data are asked for campaigns',
      ],
      2,
    );
  }
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
