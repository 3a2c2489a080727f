import type { Project } from '../model/project.js';
import type { LiquidReading } from './liquid/read-liquid.js';

/** What earlier checks found out that is still true, whatever else has changed. */
export interface CheckMemory {
  /** Whether the rules had nothing to say of the campaign and configuration that a key stands for. */
  isSound(key: string): boolean;
  keepSound(key: string): void;
  /** What a Liquid text says, as it was read before, or else as `read` reads it. */
  recallLiquid(text: string, read: (text: string) => LiquidReading): LiquidReading;
}

const lent = new WeakMap<Project, CheckMemory>();

/** Gives a project the memory that its checks are to use. */
export function lendMemory(project: Project, memory: CheckMemory): void {
  lent.set(project, memory);
}

/** The memory that a project was given; one of its own when it was given none. */
export function memoryOf(project: Project): CheckMemory {
  const memory = lent.get(project) ?? makeMemory();
  lent.set(project, memory);
  return memory;
}

function makeMemory(): CheckMemory {
  const readings = new Map<string, LiquidReading>();
  return {
    isSound: () => false,
    keepSound: () => {},
    recallLiquid(text, read) {
      const reading = readings.get(text) ?? read(text);
      readings.set(text, reading);
      return reading;
    },
  };
}
