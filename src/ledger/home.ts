import { join } from 'node:path';
import { LifecycleError } from '../model/failure.js';
import type { Machine } from '../model/machine.js';
import type { Instant } from '../model/value.js';
import type { Database } from './database.js';
import type { Note } from './journal.js';
import { isSamePlace, type Place, placeOf } from './place.js';
import { openWitness, type Sighting } from './witness.js';

/** What a ledger from which people are sent messages needs to know where it lives. */
export interface HomeOptions extends Pick<Place, 'host' | 'machine'> {
  /** A folder of this machine's user, apart from the project, for a second witness; null when there is none. */
  readonly stateFolder: string | null;
}

/** How a ledger came to where it is: moved, with nothing left behind; or restored from a backup, after which messages may have gone that it does not know of. */
export type Adoption = 'moved' | 'restored';

/** Whether a ledger is the one and only, and where it should be. */
export interface Home {
  /** Throws LC920 when the ledger is behind of what was seen of it, LC922 when it is elsewhere than it was. Changes nothing. */
  recognise(): void;
  /** Writes down that the ledger lives here, inside a transaction. */
  settle(now: Instant): void;
  /** The ledger goes on from here, inside a transaction. When it was restored, what waited may have been sent already and is dropped: returns how many. */
  adopt(how: Adoption, now: Instant): number;
  /**
   * How far the ledger has come, as seen within a transaction: call what is returned after its commit, and the witnesses know. It asks the ledger nothing more, so that a store which fails right after a
   * commit cannot make what was committed look undone. Cheap; null when there is nothing to tell.
   */
  sight(): (() => void) | null;
  keep(): void;
}

interface PlaceRow extends Place {
  readonly only: number;
}

/** The home of the ledger in the file `path`. */
export function openHome(
  db: Database,
  note: Note,
  path: string,
  machine: Pick<Machine, 'secretBytes'>,
  { stateFolder, ...here }: HomeOptions,
): Home {
  const current = db.prepare<{ id: string }>('SELECT id FROM homes ORDER BY seq DESC LIMIT 1');
  const knows = db.prepare<{ id: string }>('SELECT id FROM homes WHERE id = ?');
  const add = db.prepare('INSERT INTO homes (id, since, how, held_until) VALUES (?, ?, ?, ?)');
  const known = db.prepare<PlaceRow>('SELECT * FROM place');
  const take = db.prepare('INSERT OR REPLACE INTO place (only, host, machine, path, file) VALUES (1, ?, ?, ?, ?)');
  const last = db.prepare<{ seq: number; at: number }>('SELECT seq, at FROM journal ORDER BY seq DESC LIMIT 1');
  const drop = db.prepare<{ id: string }>(`
    UPDATE messages SET status = 'dropped', fence = NULL, ended_at = ?, outcome = 'restored', body = NULL
    WHERE status IN ('planned', 'claimed') AND not_before <= ? RETURNING id`);
  const witness = openWitness();
  const beside = `${path}-seen`;
  const apart = (home: string): readonly string[] => (stateFolder === null ? [] : [join(stateFolder, `${home}.json`)]);
  const place = placeOf(path, here);
  let isHome = false;
  let told = -1;

  const enter = (how: 'made' | Adoption, now: Instant): void => {
    const id = Buffer.from(machine.secretBytes(12)).toString('hex');
    const heldUntil = how === 'restored' ? now : null;
    add.run(id, now, how, heldUntil);
    note(now, 'settled', { id, how, heldUntil });
  };
  const stay = (): void => {
    take.run(place.host, place.machine, place.path, place.file);
    isHome = true;
  };

  return {
    recognise() {
      const home = current.get()?.id ?? null;
      // The witnesses first: a run that is under way tells them after it has written.
      const seen = [beside, ...(home === null ? [] : apart(home))].flatMap((file) => witness.read(file) ?? []);
      const stands = last.get() ?? { seq: 0, at: 0 };
      for (const sighting of seen) {
        if (sighting.home === home ? sighting.seq > stands.seq : knows.get(sighting.home) === undefined)
          throw behind(path, stands, sighting);
      }
      const there = known.get();
      if (there !== undefined && !isSamePlace(there, place)) throw elsewhere(path, there);
    },
    settle(now) {
      if (current.get() === undefined) enter('made', now);
      const there = known.get();
      const same = ['host', 'machine', 'path', 'file'] as const;
      if (there === undefined || same.some((key) => there[key] !== place[key])) stay();
      isHome = true;
    },
    adopt(how, now) {
      enter(how, now);
      stay();
      const lost = how === 'restored' ? drop.all(now, now) : [];
      for (const { id } of lost) note(now, 'dropped', { id, reason: 'restored' });
      return lost.length;
    },
    sight() {
      // Who writes into a ledger that was not recognised must not wipe out the evidence.
      if (!isHome) return null;
      const home = current.get();
      const stands = last.get();
      if (home === undefined || stands === undefined || stands.seq === told) return null;
      return () => {
        // What had to wait for the disk may be told after what came later.
        if (stands.seq < told) return;
        told = stands.seq;
        witness.tell([beside, ...apart(home.id)], { home: home.id, ...stands });
      };
    },
    keep: () => witness.keep(),
  };
}

function behind(path: string, stands: { seq: number; at: number }, seen: Sighting): LifecycleError {
  const ends = stands.seq <= 1 ? 'it is empty' : `it ends at ${moment(stands.at)} with entry ${stands.seq}`;
  return new LifecycleError(
    'LC920',
    `the ledger ${path} is not the newest: ${ends}, and the one that was here before had come to entry ${seen.seq}, at ${moment(seen.at)}`,
    [
      'Put the newer file back, if there is one: this one does not know what was sent since, and would send it again.',
      'To go on with this one: `lifecycle adopt --restored`. What came due before that moment is not sent any more.',
    ],
  );
}

function elsewhere(path: string, there: Place): LifecycleError {
  return new LifecycleError(
    'LC922',
    `the ledger ${path} was moved or copied here from ${there.path} on ${there.host}`,
    [
      'If anything still runs on the old one, stop here: people would get everything twice.',
      'If it was moved, and nothing is left to run there: `lifecycle adopt --moved`.',
      'If it is a backup: `lifecycle adopt --restored`. What came due before that moment is not sent any more.',
    ],
  );
}

function moment(at: Instant): string {
  return new Date(at).toISOString();
}
