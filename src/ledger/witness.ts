import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Instant } from '../model/value.js';

/** How far the ledger of a home had come. */
export interface Sighting {
  readonly home: string;
  /** The last entry of its journal. */
  readonly seq: number;
  /** When that happened. */
  readonly at: Instant;
}

/** Small files outside of the ledger that say how far it had come: an older copy put in its place does not change them. */
export interface Witness {
  /** What the file says; null when there is none or it cannot be read. */
  read(file: string): Sighting | null;
  /** Writes it into the files. Outlives this process at once, a power cut when it is `kept`. One that cannot be written is left out. */
  tell(files: readonly string[], sighting: Sighting): void;
  keep(): void;
}

// Always of one length, so that each writing replaces the one before as a whole.
const LENGTH = 160;

/** Opens the files when they are first written; `keep` closes them. */
export function openWitness(): Witness {
  const open = new Map<string, number>();
  const descriptor = (file: string): number | null => {
    const known = open.get(file);
    if (known !== undefined) return known;
    try {
      mkdirSync(dirname(file), { recursive: true });
      const opened = openSync(file, 'w');
      open.set(file, opened);
      return opened;
    } catch {
      return null;
    }
  };
  return {
    read(file) {
      try {
        return sightingOf(JSON.parse(readFileSync(file, 'utf8')));
      } catch {
        return null;
      }
    },
    tell(files, { home, seq, at }) {
      const line = `${JSON.stringify({ home, seq, at }).padEnd(LENGTH - 1)}\n`;
      for (const file of files) {
        const known = descriptor(file);
        if (known === null) continue;
        try {
          writeSync(known, line, 0);
        } catch {
          // It sees less than it might; what is sent stands in the ledger all the same.
        }
      }
    },
    keep() {
      for (const known of open.values()) {
        fsyncSync(known);
        closeSync(known);
      }
      open.clear();
    },
  };
}

function sightingOf(read: unknown): Sighting | null {
  if (typeof read !== 'object' || read === null) return null;
  const { home, seq, at } = read as Partial<Record<keyof Sighting, unknown>>;
  return typeof home === 'string' && typeof seq === 'number' && typeof at === 'number' ? { home, seq, at } : null;
}
