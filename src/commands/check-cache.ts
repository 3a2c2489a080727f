import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { CheckMemory } from '../check/check-memory.js';
import type { LiquidReading } from '../check/liquid/read-liquid.js';
import { openStampedFile } from '../read/stamped-file.js';

/** What the checks of a project found out, for those that come. */
export interface CheckCache extends CheckMemory {
  /** Writes down what was used since the cache was opened, and nothing else, if that is not what is there already. */
  save(): void;
}

interface Entries {
  readonly sound: readonly string[];
  /** By the digest of the text. */
  readonly liquid: Readonly<Record<string, LiquidReading>>;
}

const FILE = 'checks.json';
/** All that decides, besides the texts, what is found in them. */
const MAKERS = ['check/', 'calendar/', 'measure/', 'model/', 'pressure/', 'read/', 'render/'];
const NOTHING: Entries = { sound: [], liquid: {} };

/**
 * The cache in one file of `folder`: its digest, then what made it and what it knows. A cache that cannot be read is empty, and one that cannot be written is left out: it saves time and is never needed. It knows nothing that
 * this version has not found.
 */
export function openCheckCache(folder: string): CheckCache {
  const file = openStampedFile<Entries>(folder, FILE, MAKERS, ['yaml', 'liquidjs', 'temporal-polyfill']);
  const { sound, liquid } = file.entries ?? NOTHING;
  const before = new Set(sound);
  const kept = new Set<string>();
  const readings = new Map<string, LiquidReading>();
  const used = new Map<string, LiquidReading>();
  return {
    isSound(key) {
      if (before.has(key)) kept.add(key);
      return kept.has(key);
    },
    keepSound(key) {
      kept.add(key);
    },
    recallLiquid(text, read) {
      const known = readings.get(text);
      if (known !== undefined) return known;
      const key = digest(text);
      const reading = liquid[key] ?? read(text);
      readings.set(text, reading);
      used.set(key, reading);
      return reading;
    },
    save() {
      const isSame = kept.size === before.size && used.size === Object.keys(liquid).length;
      if (isSame && [...kept].every((key) => before.has(key)) && [...used.keys()].every((key) => key in liquid)) return;
      file.write({ sound: [...kept], liquid: Object.fromEntries([...used].filter(isPlain)) });
    },
  };
}

/** JSON cannot say everything: a number may be too large for it. */
function isPlain([, reading]: readonly [string, LiquidReading]): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(reading)), reading);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
