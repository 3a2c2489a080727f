import { statSync } from 'node:fs';
import type { CheckupFinding } from '../model/checkup.js';
import { LifecycleError } from '../model/failure.js';
import type { Machine } from '../model/machine.js';
import { DAY, HOUR } from '../model/milliseconds.js';
import type { Instant } from '../model/value.js';
import { compareWithJournal } from './compare-ledgers.js';
import { withCopy } from './copy.js';
import { type Database, openDatabase } from './database.js';
import { type HomeOptions, openHome } from './home.js';
import { migrate } from './migrations/migrate.js';
import { refuseNetworkDisk } from './network-disk.js';

/** Larger ones take minutes to be made again, and are only when somebody asks for it. */
const EASY_BYTES = 256 * 1024 * 1024;

/** How to look at a ledger. */
export interface Examination {
  readonly machine: Pick<Machine, 'now' | 'secretBytes' | 'hasProcess'>;
  readonly home: HomeOptions;
  /** Whether to make it again from its journal whatever its size. */
  readonly deep: boolean;
}

/** Everything that is wrong with the ledger in the file `path`, or needs somebody. A private copy is looked at; the file stays as it is. */
export function examineLedger(path: string, { machine, home, deep }: Examination): readonly CheckupFinding[] {
  const findings: CheckupFinding[] = [...told('ledger', () => refuseNetworkDisk(path))];
  const isEasy = statSync(path).size <= EASY_BYTES;
  const examined = told('ledger', () =>
    withCopy(path, (copy) => {
      const db = openDatabase(copy, 0);
      try {
        db.execute('PRAGMA foreign_keys = ON');
        findings.push(...structureOf(db));
        migrate(db, path);
        findings.push(...told('ledger', () => openHome(db, () => {}, path, machine, home).recognise()));
        findings.push(...leaseOf(db, machine, home.host), ...messagesOf(db, machine.now()));
      } finally {
        db.close();
      }
      findings.push(...(deep || isEasy ? differencesOf(copy, `${copy}-anew`) : [unread(path)]));
    }),
  );
  return [...findings, ...examined];
}

/** The failure of an act as a finding; nothing when it went well. */
function told(about: CheckupFinding['about'], act: () => void): readonly CheckupFinding[] {
  try {
    act();
    return [];
  } catch (error) {
    if (!(error instanceof LifecycleError)) throw error;
    return [{ level: 'error', about, message: `${error.code}: ${error.message}`, help: error.help.join(' ') }];
  }
}

function structureOf(db: Database): readonly CheckupFinding[] {
  const damage = db
    .prepare<{ integrity_check: string }>('PRAGMA integrity_check(3)')
    .all()
    .map((row) => row.integrity_check)
    .filter((line) => line !== 'ok');
  const orphans = damage.length > 0 ? [] : db.prepare<{ table: string }>('PRAGMA foreign_key_check').all();
  return [
    ...damage.map((line) => broken(`the file is damaged: ${line.replaceAll('\n', ' ')}`)),
    ...orphans.slice(0, 3).map(({ table }) => broken(`a row of ${table} belongs to none`)),
  ];
}

function broken(message: string): CheckupFinding {
  const help = 'Keep a copy. `lifecycle rebuild --out new.db` makes a sound one from the journal.';
  return { level: 'error', about: 'ledger', message, help };
}

function differencesOf(copy: string, scratch: string): readonly CheckupFinding[] {
  return told('journal', () => {
    const found = compareWithJournal(copy, scratch, 1);
    if (found.length === 0) return;
    const tables = [...new Set(found.map(({ table }) => table))].join(', ');
    throw new LifecycleError('LC908', `the tables hold something else than the journal says: ${tables}`, [
      'Somebody wrote into the file, or this is a bug. `lifecycle rebuild --out new.db` makes a ledger of what the journal says.',
    ]);
  });
}

function unread(path: string): CheckupFinding {
  const megabytes = Math.round(statSync(path).size / 1024 / 1024);
  return {
    ...{ level: 'note', about: 'journal' },
    message: `the ledger has ${megabytes} MB and was not compared with its journal`,
    help: 'Say --deep to do that.',
  };
}

function leaseOf(db: Database, { now, hasProcess }: Examination['machine'], here: string): readonly CheckupFinding[] {
  const lease = db
    .prepare<{ host: string | null; pid: number; expires_at: number }>('SELECT host, pid, expires_at FROM lease')
    .get();
  if (lease === undefined || lease.host === null) return [];
  const { host, pid, expires_at: until } = lease;
  const who = `process ${pid} on ${host}`;
  const lives = host === here ? hasProcess(pid) : until > now();
  return lives
    ? [{ level: 'note', about: 'lease', message: `${who} is running`, help: null }]
    : [
        {
          ...{ level: 'warning', about: 'lease' },
          message: `${who} ended without a word, and was to be heard of until ${moment(until)}`,
          help: 'The next run goes on from there; what it was handing over is then unknown.',
        },
      ];
}

function messagesOf(db: Database, now: Instant): readonly CheckupFinding[] {
  const one = (sql: string): { readonly n: number; readonly at: number | null } =>
    db.prepare<{ n: number; at: number | null }>(sql).get() ?? { n: 0, at: null };
  const halted = "EXISTS (SELECT 1 FROM halts AS h WHERE h.campaign = m.campaign AND h.step IN ('', m.step))";
  const due = one(
    `SELECT count(*) AS n, min(not_before) AS at FROM messages AS m WHERE status = 'planned' AND withheld_by IS NULL AND not_before <= ${now} AND NOT ${halted}`,
  );
  const held = one(
    `SELECT count(*) AS n, min(not_before) AS at FROM messages AS m WHERE status = 'planned' AND withheld_by IS NULL AND ${halted}`,
  );
  const asleep = one(`SELECT count(*) AS n, min(wake) AS at FROM journeys WHERE status = 'active' AND wake <= ${now}`);
  const tick = one('SELECT count(*) AS n, max(now) AS at FROM ticks WHERE done = 1');
  const unknown = one(`SELECT count(*) AS n, min(ended_at) AS at FROM messages WHERE status = 'unknown'`);
  const failed = one(`SELECT count(*) AS n, min(ended_at) AS at FROM messages WHERE status = 'failed'`);
  const say = (level: CheckupFinding['level'], message: string, help: string): CheckupFinding => ({
    ...{ level, about: 'messages' },
    message,
    help,
  });
  return [
    ...(tick.at !== null && tick.at < now - DAY
      ? [
          say(
            'warning',
            `nothing has run since ${moment(tick.at)}`,
            'See whether the scheduler still calls `lifecycle run --send`.',
          ),
        ]
      : []),
    ...(due.at !== null && due.at < now - HOUR
      ? [
          say(
            'warning',
            `messages that are due and wait: ${due.n}, the oldest since ${moment(due.at)}`,
            'Run `lifecycle run --send`, and see what it says.',
          ),
        ]
      : []),
    ...(asleep.at !== null && asleep.at < now - DAY
      ? [
          say(
            'warning',
            `people whose next step is due: ${asleep.n}, the oldest since ${moment(asleep.at)}`,
            'Run `lifecycle run --send`; `lifecycle why PROFILE` tells about one.',
          ),
        ]
      : []),
    ...(held.n > 0
      ? [
          say(
            'note',
            `messages that wait because of a halt: ${held.n}`,
            '`lifecycle halt` lists the halts, `lifecycle resume` lifts one.',
          ),
        ]
      : []),
    ...(unknown.n > 0
      ? [
          say(
            'warning',
            `messages of which nobody knows whether they were taken: ${unknown.n}`,
            '`lifecycle status` names them. They are not sent again.',
          ),
        ]
      : []),
    ...(failed.n > 0
      ? [
          say(
            'warning',
            `messages that were refused for good: ${failed.n}`,
            '`lifecycle status` names them, with the answers.',
          ),
        ]
      : []),
  ];
}

function moment(at: Instant): string {
  return new Date(at).toISOString();
}
