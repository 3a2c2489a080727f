import type { PackedNode } from './pack-node.js';
import { openStampedFile } from './stamped-file.js';

/** YAML files that were read without a finding, by what decides that. */
export interface ReadingCache {
  /** How many it knew when it was opened. */
  readonly size: number;
  get(key: string): PackedNode | null;
  put(key: string, node: PackedNode): void;
  /** Writes down what this reading used, and nothing else, if that is not what is there already. */
  save(): void;
}

const FILE = 'files.json';
/** All that decides, besides the text, what reading makes of a file. */
const MAKERS = ['read/', 'model/', '../schemas/'];

/**
 * The cache of a project, in one file of `folder`. A cache that cannot be read is empty, and one that cannot be written is left out: it saves time and is never needed. It knows nothing that this version with
 * these schemas has not read.
 */
export function openReadingCache(folder: string): ReadingCache {
  const file = openStampedFile<Readonly<Record<string, unknown>>>(folder, FILE, MAKERS, ['yaml', 'ajv']);
  const before = new Map(Object.entries(file.entries ?? {}));
  const used = new Map<string, PackedNode>();
  return {
    size: before.size,
    get(key) {
      const node = used.get(key) ?? before.get(key);
      if (!isPacked(node)) return null;
      used.set(key, node);
      return node;
    },
    put(key, node) {
      used.set(key, node);
    },
    save() {
      if (used.size === before.size && [...used.keys()].every((key) => before.has(key))) return;
      file.write(Object.fromEntries(used));
    },
  };
}

function isPacked(node: unknown): node is PackedNode {
  return typeof node === 'object' && node !== null && 'value' in node && 'places' in node && Array.isArray(node.places);
}
