import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Parcel, Way } from '../way.js';

/**
 * A way out into files: one a message, `<campaign>/<step>/<profile>-<id>` under `directory`, readable by this user only: an email as `.eml`, a call of a webhook as
 * `.json`, any other message as `.txt`. Opens no socket. The same parcel gives the same file; errors of the disk are thrown as they come.
 */
export function openFiles(directory: string): Way {
  const folders = new Set<string>();
  return {
    async hand(parcel, handingOver) {
      const { folder, name } = placeOf(directory, parcel);
      const path = `${folder}${sep}${name}`;
      const unfinished = `${path}.part`;
      try {
        if (!folders.has(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
        folders.add(folder);
        writeAnew(unfinished, parcel.channel === 'email' ? parcel.bytes : Buffer.from(parcel.readable.text));
        await handingOver();
        renameSync(unfinished, path);
      } catch (error) {
        rmSync(unfinished, { force: true });
        throw error;
      }
      return { kind: 'accepted', reply: path };
    },
    close: async () => {},
  };
}

function writeAnew(path: string, bytes: Uint8Array): void {
  const file = openAnew(path);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  } finally {
    closeSync(file);
  }
}

/** Never one that is there: it would keep the mode it has. */
function openAnew(path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch {
    rmSync(path, { force: true });
    return openSync(path, 'wx', 0o600);
  }
}

function placeOf(directory: string, parcel: Parcel): { readonly folder: string; readonly name: string } {
  const folder = join(directory, safeName(parcel.campaign), safeName(parcel.step));
  const ending = parcel.channel === 'email' ? 'eml' : parcel.readable.ending;
  return { folder, name: `${safeName(parcel.profileId)}-${safeName(parcel.id, LONGEST_ID)}.${ending}` };
}

const LONGEST_NAME = 40;
const LONGEST_ID = 80;

/** A name for any text, never a path: ASCII letters, digits, `-` and `_`. Different texts may share one; the message id tells them apart. */
function safeName(text: string, longest: number = LONGEST_NAME): string {
  return text.slice(0, longest).replace(/[^A-Za-z0-9_-]/g, '_') || '_';
}
