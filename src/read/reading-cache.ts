import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeStamp } from './code-stamp.js';
import type { PackedNode } from './pack-node.js';

/** YAML files that were read without a finding, by what decides that. */
export interface ReadingCache {
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
  const stamp = codeStamp(MAKERS, ['yaml']);
  const before = readEntries(join(folder, FILE), stamp);
  const used = new Map<string, PackedNode>();
  return {
    get(key) {
      const node = before.get(key) ?? null;
      if (node !== null) used.set(key, node);
      return node;
    },
    put(key, node) {
      used.set(key, node);
    },
    save() {
      if (used.size === before.size && [...used.keys()].every((key) => before.has(key))) return;
      try {
        mkdirSync(folder, { recursive: true });
        const draft = join(folder, `${FILE}.${process.pid}.tmp`);
        writeFileSync(draft, JSON.stringify({ stamp, entries: Object.fromEntries(used) }));
        renameSync(draft, join(folder, FILE));
      } catch {
        return;
      }
    },
  };
}

function readEntries(path: string, stamp: string): ReadonlyMap<string, PackedNode> {
  try {
    const { stamp: written, entries } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    if (written !== stamp || entries === null || typeof entries !== 'object') return new Map();
    return new Map(Object.entries(entries as Record<string, PackedNode>).filter(([, node]) => isPacked(node)));
  } catch {
    return new Map();
  }
}

function isPacked(node: unknown): node is PackedNode {
  return typeof node === 'object' && node !== null && 'value' in node && 'places' in node && Array.isArray(node.places);
}
