import { realpathSync, statSync } from 'node:fs';

/** Where a ledger is, as far as that can be seen. */
export interface Place {
  readonly host: string;
  /** The id that the system was given when it was set up; null in a container, which has its image's, and where there is none. */
  readonly machine: string | null;
  readonly path: string;
  /** Tells the file from every copy of it; null where the file system keeps no time of birth. */
  readonly file: string | null;
}

/** The place of the file `path` on a machine. */
export function placeOf(path: string, { host, machine }: Pick<Place, 'host' | 'machine'>): Place {
  const { ino, birthtimeNs } = statSync(path, { bigint: true });
  return {
    host,
    machine,
    path: realpathSync(path),
    file: birthtimeNs > 0n ? `${ino}:${birthtimeNs}` : null,
  };
}

/**
 * Whether a ledger that was there is surely not another copy of itself here: it is the very same file, wherever that is mounted or moved to and whatever its
 * machine calls itself; or it is another one in the same place, of which there can be only one.
 */
export function isSamePlace(there: Place, here: Place): boolean {
  const otherMachine = there.machine !== null && here.machine !== null && there.machine !== here.machine;
  if (there.file !== null && there.file === here.file) return !(otherMachine && there.host !== here.host);
  const sameMachine = there.machine !== null && there.machine === here.machine && there.host === here.host;
  return sameMachine && there.path === here.path;
}
