import { type Expectation, readExpectation } from '../read/read-expectation.js';
import { type Happening, printHappening } from './happening.js';

/** The first thing that is not as expected. */
export interface Mismatch {
  /** Which line of `expect`; null when something happens that none of them expects. */
  readonly index: number | null;
  /** How many lines are as expected before it. */
  readonly fitting: number;
  /** What is wrong, to go after the name of the test. */
  readonly message: string;
  readonly label: string;
}

/**
 * Holds what happened against the lines of `expect`; null when everything is as expected. The messages must be the same, in order, every one; of what else happened, the lines that are written must be true.
 */
export function findMismatch(expect: readonly string[], happened: readonly Happening[]): Mismatch | null {
  const lines = expect.map(readExpectation);
  const sent = happened.filter(({ kind }) => kind === 'message');
  let next = 0;
  for (const [index, line] of lines.entries()) {
    const here = line.kind === 'message' ? sent[next++] : undefined;
    if (line.kind === 'message' ? here !== undefined && fits(line, here) : happened.some((one) => fits(line, one))) {
      continue;
    }
    return { index, fitting: index, ...describe(line, here, happened) };
  }
  const extra = sent[next];
  if (extra === undefined) return null;
  const message = `"${extra.step}" goes at ${extra.local}, and nothing says so`;
  return { index: null, fitting: lines.length, message, label: 'not in this list' };
}

function fits(line: Expectation, { kind, local, step, reason }: Happening): boolean {
  // A line without seconds means the minute.
  if (kind !== line.kind || line.local !== local.slice(0, line.local.length)) return false;
  switch (line.kind) {
    case 'message':
      return line.step === step;
    case 'skipped':
    case 'deferred':
      return line.step === step && line.reason === reason;
    case 'exited':
    case 'refused':
      return line.reason === reason;
  }
}

function describe(
  line: Expectation,
  here: Happening | undefined,
  happened: readonly Happening[],
): Pick<Mismatch, 'message' | 'label'> {
  if (line.kind !== 'message') {
    const said =
      line.kind === 'skipped' || line.kind === 'deferred'
        ? `"${line.step}" is not ${line.kind}: ${line.reason}`
        : `no "${line.kind}: ${line.reason}"`;
    return { message: `${said} at ${line.local}`, label: instead(line, happened) };
  }
  const { step, local } = line;
  if (here === undefined) return { message: `"${step}" does not go`, label: instead(line, happened) };
  if (here.step === step)
    return { message: `"${step}" goes at ${here.local}, not at ${local}`, label: `at ${here.local}` };
  return {
    message: `"${here.step}" goes at ${here.local} where "${step}" is expected`,
    label: instead(line, happened),
  };
}

/** What became of what a line expects, as far as it can be told. */
function instead(line: Expectation, happened: readonly Happening[]): string {
  const step = 'step' in line ? line.step : null;
  const own = happened.findLast((one) => (step === null ? one.kind === line.kind : one.step === step));
  const end = happened.findLast(({ kind }) => kind === 'exited' || kind === 'refused');
  const found = own ?? end ?? happened.at(-1);
  return found === undefined ? 'nothing happens, nobody enters' : printHappening(found);
}
