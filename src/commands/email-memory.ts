import { openStampedFile } from '../read/stamped-file.js';
import type { EmailProblem } from './find-email-problems.js';

/** What was found wrong with emails, by all that decides it. */
export interface EmailMemory {
  recall(key: string): readonly EmailProblem[] | null;
  keep(key: string, problems: readonly EmailProblem[]): unknown;
  /** Writes down what was asked for and kept since it was opened, and nothing else. */
  save(): unknown;
}

type Entries = Readonly<Record<string, readonly EmailProblem[]>>;

const FILE = 'emails.json';
/** All that decides, besides the texts, how an email is made and what is found in it. */
const MAKERS =
  'calendar/ check/ commands/ compile/ decide/ deliver/ model/ preview/ read/ render/ simulate/ structure/'.split(' ');
const PACKAGES = ['css-select', 'htmlparser2', 'liquidjs', 'postcss', 'temporal-polyfill', 'yaml'];

/** A memory that ends with the process. */
export function rememberEmails(): EmailMemory {
  const known = new Map<string, readonly EmailProblem[]>();
  return {
    recall: (key) => known.get(key) ?? null,
    keep: (key, problems) => known.set(key, problems),
    save: () => undefined,
  };
}

/** The memory in one file of `folder`. One that cannot be read is empty, and one that cannot be written is left out: it saves time and is never needed. */
export function openEmailMemory(folder: string): EmailMemory {
  const file = openStampedFile<Entries>(folder, FILE, MAKERS, PACKAGES);
  const before = file.entries ?? {};
  const known = new Map<string, readonly EmailProblem[]>(Object.entries(before));
  const used = new Map<string, readonly EmailProblem[]>();
  return {
    recall(key) {
      const problems = known.get(key);
      if (problems !== undefined) used.set(key, problems);
      return problems ?? null;
    },
    keep(key, problems) {
      known.set(key, problems);
      used.set(key, problems);
    },
    save() {
      const keys = Object.keys(before);
      if (keys.length === used.size && keys.every((key) => used.has(key))) return;
      file.write(Object.fromEntries(used));
    },
  };
}
