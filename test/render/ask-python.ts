import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** One email as Python's `email` reads it. */
export interface PythonEmail {
  readonly type: string;
  /** Their names, in order. */
  readonly headers: readonly string[];
  readonly subject: string;
  readonly to: readonly (readonly [name: string, address: string])[];
  readonly from: readonly (readonly [name: string, address: string])[];
  readonly defects: readonly string[];
  readonly parts: readonly {
    readonly type: string;
    readonly charset: string;
    readonly encoding: string;
    readonly text: string;
    readonly defects: readonly string[];
  }[];
}

const SCRIPT = fileURLToPath(new URL('parse-emails.py', import.meta.url));

/** Whether there is a Python to ask. */
export const hasPython: boolean = spawnSync('python3', ['-c', 'import email.policy'], { stdio: 'ignore' }).status === 0;
if (!hasPython) console.warn('no python3 here, so emails are read by one parser only');

/** What Python's `email` reads in messages: one process for all of them. */
export function askPython(messages: readonly Uint8Array[]): readonly PythonEmail[] {
  const input = messages.map((bytes) => `${Buffer.from(bytes).toString('base64')}\n`).join('');
  const { status, stdout, stderr } = spawnSync('python3', [SCRIPT], { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`python3 could not read the emails: ${stderr}`);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as PythonEmail);
}
