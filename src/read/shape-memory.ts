import { openStampedFile } from './stamped-file.js';

/** Files that have the shape that they should have, by what decides that. */
export interface ShapeMemory {
  isConfirmed(key: string): boolean;
  keep(key: string): void;
  /** Writes down what was confirmed since it was opened, and nothing else, if that is not what is there already. */
  save(): void;
}

const FILE = 'shapes.json';
/** All that decides, besides the texts, what is read of them and how it is judged. */
const MAKERS = ['read/', 'model/', '../schemas/'];

/** The memory in one file of `folder`. One that cannot be read is empty, and one that cannot be written is left out: it saves time and is never needed. */
export function openShapeMemory(folder: string): ShapeMemory {
  const file = openStampedFile<readonly string[]>(folder, FILE, MAKERS, ['yaml', 'ajv']);
  const before = new Set(file.entries ?? []);
  const kept = new Set<string>();
  return {
    isConfirmed: (key) => before.has(key),
    keep: (key) => void kept.add(key),
    save() {
      if (kept.size !== before.size || [...kept].some((key) => !before.has(key))) file.write([...kept]);
    },
  };
}
