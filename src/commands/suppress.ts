import { LifecycleError } from '../model/failure.js';
import type { Plan } from '../model/plan.js';
import { suggest } from '../model/suggest.js';
import { printSuppressions } from '../report/run/print-suppressions.js';
import { openRecord, type RecordOptions, writeRecord } from './open-record.js';
import { readWhom } from './read-whom.js';
import type { ExitCode, Terminal } from './terminal.js';

/** What the command line says. */
export interface SuppressOptions extends RecordOptions {
  /** Profile ids, email addresses or phone numbers. */
  readonly who: readonly string[];
  readonly topic?: string;
  readonly reason?: string;
  readonly list: boolean;
}

/** Sees to it that nothing more goes to these people or addresses, on a topic or at all, or lists for whom that holds. Nothing takes it back. */
export async function suppress(terminal: Terminal, options: SuppressOptions): Promise<ExitCode> {
  const { who, topic = null, reason = 'by hand' } = options;
  if (options.list) {
    const { plan, ledger } = openRecord(terminal, options);
    try {
      terminal.out(printSuppressions(ledger.suppressed(), plan.timezone));
    } finally {
      ledger.close();
    }
    return 0;
  }
  if (who.length === 0) {
    throw new LifecycleError('LC900', 'suppress whom?', ['name a profile id or an address, or use --list'], 2);
  }
  // All are read before one is written down.
  const people = who.map(readWhom);
  const { plan, ledger } = writeRecord(terminal, options);
  try {
    if (topic !== null) refuseTopic(plan, topic);
    for (const whom of people) {
      const { address, profileId } = whom;
      const isNew = ledger.suppress({ profileId, address, topic, since: terminal.now(), reason });
      const shown = address ?? `profile ${JSON.stringify(profileId)}`;
      const what = topic === null ? 'no more messages' : `no more messages on ${topic}`;
      terminal.out(isNew ? `${shown}: ${what}\n` : `${shown}: ${what}, as before\n`);
    }
    return 0;
  } finally {
    ledger.close();
  }
}

function refuseTopic({ topics }: Plan, name: string): void {
  const topic = topics[name];
  if (topic === undefined) {
    const near = suggest(name, Object.keys(topics));
    const help =
      near.length === 0 ? `The topics are ${Object.keys(topics).join(', ')}.` : `Did you mean ${near.join(' or ')}?`;
    throw new LifecycleError('LC923', `the plan has no topic called "${name}"`, [help], 2);
  }
  if (!topic.transactional) return;
  throw new LifecycleError(
    'LC923',
    `nobody can be taken off the topic "${name}": it is transactional`,
    ['Leave out --topic to stop everything, transactional messages too.'],
    2,
  );
}
