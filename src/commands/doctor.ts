import { existsSync, statfsSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { findOldZones } from '../calendar/find-old-zones.js';
import { readLedger } from '../ledger/copy.js';
import { examineLedger } from '../ledger/examine-ledger.js';
import type { CheckupFinding } from '../model/checkup.js';
import { LifecycleError } from '../model/failure.js';
import type { Plan } from '../model/plan.js';
import { printCheckup } from '../report/run/print-checkup.js';
import { examineProject } from './examine-project.js';
import { findRoot } from './find-root.js';
import { homeOptions } from './home-options.js';
import { loadPlan } from './load-plan.js';
import { locateLedger, type RecordOptions } from './open-record.js';
import type { ExitCode, Terminal } from './terminal.js';

const LOW_BYTES = 200 * 1024 * 1024;

/** Looks at everything a run relies on, and writes nothing: the ledger and its journal, who holds it, what waits, the plan, the data, the secrets, the time zones and the disk. */
export async function doctor(
  terminal: Terminal,
  options: RecordOptions & { readonly deep: boolean; readonly format: 'text' | 'json' },
): Promise<ExitCode> {
  const root = findRoot(terminal, options.project);
  const plan = planOf(terminal, root, options);
  if (!('hash' in plan) && options.ledger === undefined) return print(terminal, options.format, null, [plan]);
  const path = locateLedger(terminal, options);
  const isThere = existsSync(path);
  const findings: CheckupFinding[] = [
    ...(isThere
      ? examineLedger(path, { machine: terminal, home: homeOptions(terminal), deep: options.deep })
      : [{ level: 'note', about: 'ledger', message: 'nothing has run with --send yet', help: null } as const]),
  ];
  const isSound = isThere && !findings.some(({ about, level }) => about === 'ledger' && level === 'error');
  if ('hash' in plan) {
    const ledger = isSound ? readLedger(path) : null;
    try {
      findings.push(...(await examineProject(terminal, plan, root, ledger)));
    } finally {
      ledger?.close();
    }
  } else findings.push(plan);
  findings.push(...examineMachine(terminal, dirname(path)));
  return print(terminal, options.format, relative(terminal.cwd, path) || path, findings);
}

function planOf(terminal: Terminal, root: string, { plan }: RecordOptions): Plan | CheckupFinding {
  try {
    return loadPlan(terminal, root, plan);
  } catch (error) {
    if (!(error instanceof LifecycleError)) throw error;
    return { level: 'error', about: 'plan', message: `${error.code}: ${error.message}`, help: error.help.join(' ') };
  }
}

function examineMachine(terminal: Terminal, folder: string): readonly CheckupFinding[] {
  const findings: CheckupFinding[] = [];
  const old = findOldZones(terminal.now());
  if (old.length > 0) {
    const clocks = old.map(({ place, zone, hours }) => `${place} (${zone}, by ${Math.abs(hours)} h)`).join(', ');
    findings.push({
      ...{ level: 'warning', about: 'time zones' },
      message: `clocks are wrong here, because this Node's time zones are those of ${process.versions.tz}: ${clocks}`,
      help: 'Take a Node with time zones of 2026c or newer: people there get messages at the wrong hour.',
    });
  }
  if (!existsSync(folder)) return findings;
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < LOW_BYTES) {
    findings.push({
      ...{ level: 'warning', about: 'disk' },
      message: `${Math.round((bavail * bsize) / 1024 / 1024)} MB are left for the ledger`,
      help: 'Make room: what cannot be recorded is not sent.',
    });
  }
  return findings;
}

function print(
  terminal: Terminal,
  format: 'text' | 'json',
  ledger: string | null,
  findings: readonly CheckupFinding[],
): ExitCode {
  terminal.out(
    format === 'json' ? `${JSON.stringify({ format: 1, ledger, findings }, null, 2)}\n` : printCheckup(findings),
  );
  return findings.some(({ level }) => level !== 'note') ? 1 : 0;
}
