import { LifecycleError } from '../../model/failure.js';
import type { Database } from '../database.js';
import { record } from './0001-record.js';
import { channels } from './0002-channels.js';
import { codes } from './0003-codes.js';
import { messageTests } from './0004-message-tests.js';
import { made } from './0005-made.js';
import { plans } from './0006-plans.js';
import { halts } from './0007-halts.js';
import { structures } from './0008-structures.js';
import { stepNames } from './0009-step-names.js';
import { homes } from './0010-homes.js';
import { erasures } from './0011-erasures.js';
import { lostAnswers } from './0012-lost-answers.js';
import { exposures } from './0013-exposures.js';
import { shortWays } from './0014-short-ways.js';

const STEPS: readonly string[] = [
  record,
  channels,
  codes,
  messageTests,
  made,
  plans,
  halts,
  structures,
  stepNames,
  homes,
  erasures,
  lostAnswers,
  exposures,
  shortWays,
];

/** Brings a ledger to the newest layout, one transaction a step; throws LC909 when a newer lifecycle wrote it. */
export function migrate(db: Database, path: string): void {
  const version = layoutOf(db);
  if (version > STEPS.length) {
    throw new LifecycleError(
      'LC909',
      `the ledger ${path} was written by a newer lifecycle (layout ${version}; this one knows ${STEPS.length})`,
      ['Use the newer lifecycle: going back could send messages again.'],
    );
  }
  for (let next = version; next < STEPS.length; next += 1) {
    db.transaction(() => {
      // Two processes may open a new ledger at the same moment: the second finds the work done.
      if (layoutOf(db) > next) return;
      db.execute(STEPS[next]!);
      db.execute(`PRAGMA user_version = ${next + 1}`);
    });
  }
}

function layoutOf(db: Database): number {
  return db.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version ?? 0;
}
