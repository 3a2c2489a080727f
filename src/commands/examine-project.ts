import { openCodePools } from '../deliver/code-pools.js';
import type { Ledger } from '../ledger/ledger.js';
import type { CheckupFinding } from '../model/checkup.js';
import { LifecycleError } from '../model/failure.js';
import { formatPercentage } from '../model/percentage.js';
import type { Plan } from '../model/plan.js';
import { plural } from '../report/plural.js';
import { openDuckdb } from '../warehouse/duckdb.js';
import { keptBytes } from '../warehouse/kept/kept-folder.js';
import { examineKeys } from './examine-keys.js';
import { changedSources } from './load-plan.js';
import { readSendOrder } from './open-channels.js';
import type { Terminal } from './terminal.js';

/** What would stop a run of this plan, or make it other than the files say: data that cannot be read, secrets that are not set, codes, files changed since. */
export async function examineProject(
  terminal: Terminal,
  plan: Plan,
  root: string,
  ledger: Ledger | null,
): Promise<readonly CheckupFinding[]> {
  const changed = changedSources(plan, root);
  return [
    ...(changed.length === 0 ? [] : [outdated(changed)]),
    ...(await told('secrets', () => void readSendOrder(plan, terminal.env))),
    ...examineKeys(plan, terminal.env),
    ...(ledger === null ? [] : await told('data', () => void openCodePools(plan, root, ledger))),
    ...(await examineData(terminal, plan, root)),
  ];
}

function outdated(changed: readonly string[]): CheckupFinding {
  return {
    level: 'warning',
    about: 'plan',
    message: `${plural(changed.length, 'file')} changed since the plan was built: ${changed.slice(0, 3).join(', ')}`,
    help: '`lifecycle build` takes it in.',
  };
}

async function examineData(terminal: Terminal, plan: Plan, root: string): Promise<readonly CheckupFinding[]> {
  const findings: CheckupFinding[] = [];
  const failed = await told('data', async () => {
    // Nothing is written here, not even what a run would keep.
    const warehouse = await openDuckdb(plan, root, terminal.now(), 'run', Number.POSITIVE_INFINITY);
    await warehouse.close();
    for (const source of ['profiles', 'events', 'catalogs'] as const) {
      const { rows, setAside } = warehouse.quality[source] ?? { rows: 0, setAside: 0 };
      if (setAside === 0) continue;
      const most = plan.data.maxBadRatio;
      const isTooMuch = setAside / rows > most;
      findings.push({
        level: isTooMuch ? 'error' : 'warning',
        about: 'data',
        message: `${setAside} of ${rows} rows of ${source} cannot be used${isTooMuch ? `, more than ${formatPercentage(most)}: nothing would be sent` : ''}`,
        help: '`lifecycle run` without --send names them. Mend the export.',
      });
    }
  });
  const kept = keptBytes(root);
  if (kept !== null)
    findings.push({
      ...{ level: 'note', about: 'data' },
      message: `what runs read of the data is kept in .lifecycle/cache/data: ${Math.ceil(kept / 1024 / 1024)} MB`,
      help: null,
    });
  return [...findings, ...failed];
}

async function told(
  about: CheckupFinding['about'],
  act: () => void | Promise<void>,
): Promise<readonly CheckupFinding[]> {
  try {
    await act();
    return [];
  } catch (error) {
    if (!(error instanceof LifecycleError)) throw error;
    return [{ level: 'error', about, message: `${error.code}: ${error.message}`, help: error.help.join(' ') }];
  }
}
