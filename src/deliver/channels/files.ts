import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Parcel, Way } from '../way.js';

/**
 * A way out into files: one a message, `<campaign>/<step>/<profile>-<id>` under `directory`, readable by this user only: an email as `.eml`, a call of a webhook as
 * `.json`, any other message as `.txt`. Opens no socket. The same parcel gives the same file; errors of the disk are thrown as they come.
 */
export function openFiles(directory: string): Way {
  return {
    async hand(parcel, handingOver) {
      const { folder, name } = placeOf(directory, parcel);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const path = join(folder, name);
      const unfinished = `${path}.part`;
      try {
        writeFileSync(unfinished, parcel.channel === 'email' ? parcel.bytes : parcel.readable.text, { mode: 0o600 });
        // An older file of this name keeps its mode when it is written again.
        chmodSync(unfinished, 0o600);
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
