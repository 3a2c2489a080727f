import type { Instant } from '../model/value.js';
import type { Database } from './database.js';

/** Appends one entry to the journal: what happened, when, and everything needed to make the state again from it. */
export type Note = (at: Instant, kind: string, body: object) => void;

/** One entry: what happened, and everything needed to make the state again from it. */
export interface Entry {
  readonly kind: string;
  readonly body: object;
}

/** Appends entries of one moment in their order, as if each were noted by itself. */
export type NoteAll = (at: Instant, entries: readonly Entry[]) => void;

/** Entries in one statement: most of what a short row costs is the call. */
const TOGETHER = 16;

/** What goes again must be the same bytes, also after a rebuild. */
export function keptBody(body: string | null): { readonly body?: string } {
  return body === null ? {} : { body };
}

/** Prepares the journal for writing. Call the note inside the transaction that makes the change. */
export function openJournal(db: Database): Note {
  const append = db.prepare('INSERT INTO journal (at, kind, body) VALUES (?, ?, ?)');
  return (at, kind, body) => {
    append.run(at, kind, JSON.stringify(body));
  };
}

/** Prepares the journal for writing many entries at once, the last few by `note`. Call it inside the transaction that makes the changes. */
export function openNotes(db: Database, note: Note): NoteAll {
  const rows = Array.from({ length: TOGETHER }, () => '(?, ?, ?)');
  const append = db.prepare(`INSERT INTO journal (at, kind, body) VALUES ${rows.join(', ')}`);
  return (at, entries) => {
    const whole = entries.length - (entries.length % TOGETHER);
    for (let i = 0; i < whole; i += TOGETHER)
      append.run(...entries.slice(i, i + TOGETHER).flatMap(({ kind, body }) => [at, kind, JSON.stringify(body)]));
    for (const { kind, body } of entries.slice(whole)) note(at, kind, body);
  };
}
