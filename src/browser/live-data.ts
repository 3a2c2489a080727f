import type { FindingData, PreviewData } from './preview-data.js';

/** What a page that follows its files knows besides. */
export interface LiveData {
  /** How much the page was told already. */
  readonly revision: number;
  /** Whom a message may be sent to. */
  readonly inbox: readonly string[];
  /** By id. */
  readonly people: Readonly<Record<string, LivePerson>>;
  /** What is wrong with the files, when they have errors: the picture is of before. */
  readonly problems: readonly FindingData[];
}

/** A persona whose values can be tried out. */
export interface LivePerson {
  readonly fields: readonly LiveField[];
  readonly isEdited: boolean;
}

/** One value of a persona, as it is typed. */
export interface LiveField {
  readonly name: string;
  readonly type: 'string' | 'number' | 'boolean' | 'date' | 'time';
  /** Empty: unknown. */
  readonly value: string;
  /** The only values there are; empty: any. */
  readonly options: readonly string[];
}

/** What changed. */
export interface LivePatch {
  readonly revision: number;
  readonly people: LiveData['people'];
  /** Only the cells that changed; the lists are whole. */
  readonly preview: PreviewData;
}

/** What is looked at: without a persona, everybody. */
export interface Looking {
  readonly message: string;
  readonly persona: string | null;
}
