/** What the page of a preview reads: messages, people and what each of them gets. Texts only; nothing in it is markup of the page. */
export interface PreviewData {
  readonly project: string;
  /** What the messages are compared with, in words; null where they are shown as they are. */
  readonly against: string | null;
  readonly personas: readonly PersonaData[];
  readonly messages: readonly MessageData[];
  readonly cells: readonly CellData[];
  /** The lines that texts are made of, each once: emails have most of theirs in common. */
  readonly lines: readonly string[];
  /** Findings about no message, by their place in the list. */
  readonly elsewhere: readonly number[];
  readonly findings: readonly FindingData[];
}

/** A made-up person. */
export interface PersonaData {
  readonly id: string;
  readonly name: string;
  readonly about: string | null;
  readonly file: string | null;
  readonly values: readonly (readonly [name: string, value: string])[];
}

/** One message of a campaign. */
export interface MessageData {
  readonly id: string;
  readonly campaign: string;
  /** What the campaign is called. */
  readonly title: string;
  readonly step: string;
  readonly variant: string | null;
  readonly channel: string;
  readonly topic: string;
  readonly template: string;
}

/** What one person gets of one message; both are given by their place in the lists. */
export interface CellData {
  readonly message: number;
  readonly persona: number;
  /** Null: not any more. */
  readonly now: ContentData | null;
  /** Only where there is something to compare with; null: not yet. */
  readonly before?: ContentData | null;
  readonly changes?: ChangesData;
}

/** Which lines of a cell changed. */
export interface ChangesData {
  readonly head: LinesData;
  readonly text: LinesData;
  readonly source: LinesData;
}

/** Lines as they were, are, or both, by their number in the list of lines; `…` stands for so many lines that are equal. */
export type LinesData = readonly (readonly [sign: '-' | '+' | '=' | '…', line: number])[];

/** A text as runs of the list of lines: first, count, first, count. */
export type PackedText = readonly number[];

/** What stands in a cell. */
export interface ContentData {
  readonly file: string;
  readonly lang: string;
  /** By their place in the list. */
  readonly findings: readonly number[];
  readonly shown: ShownData;
}

/** The message itself. */
export type ShownData =
  | {
      readonly kind: 'email';
      readonly from: string;
      readonly to: string;
      readonly subject: string;
      readonly preheader: string;
      readonly html: PackedText;
      readonly text: PackedText;
      readonly headers: readonly (readonly [name: string, value: string])[];
    }
  | { readonly kind: 'words'; readonly title: string | null; readonly text: string; readonly segments: number | null }
  | { readonly kind: 'none'; readonly problem: string };

/** What is to be said of a place in the files, in the words of the terminal. */
export interface FindingData {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  /** `templates/cart/help.mjml:12:7`. */
  readonly place: string;
  /** The address of that file from where the page lies; null where the page lies elsewhere. */
  readonly href: string | null;
  /** The lines of the file with the place marked; empty where there is none to show. */
  readonly frame: string;
  /** Each with what it is first: `help: take it out`. */
  readonly said: readonly string[];
}
