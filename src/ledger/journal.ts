import type { Instant } from '../model/value.js';
import type { Database } from './database.js';

/** Appends one entry to the journal: what happened, when, and everything needed to make the state again from it. */
export type Note = (at: Instant, kind: string, body: object) => void;

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
