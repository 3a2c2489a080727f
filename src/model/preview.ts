import type { Channel } from './channel.js';
import type { Diagnostic } from './diagnostic.js';
import type { Plan } from './plan.js';

/** Every message of a plan for every persona: what a preview shows. */
export interface Gallery {
  readonly plan: Plan;
  /** In the order in which they are shown: of those of the project `complete` first and the others by id, then those that were derived. */
  readonly personas: readonly GalleryPersona[];
  /** By campaign, then in the order of its steps. */
  readonly messages: readonly GalleryMessage[];
  /** One for each message and persona: by message, then by persona, in the orders of those. */
  readonly cells: readonly Cell[];
}

/** A made-up person for whom messages are rendered, as a page shows them. */
export interface GalleryPersona {
  /** Kebab-case: the name of the file, `minimal` or `complete` for those that are derived. */
  readonly id: string;
  readonly name: string;
  readonly about: string | null;
  /** Relative to the project root; null: nobody wrote it, it follows from the types of the attributes. */
  readonly file: string | null;
  /** What is known of them, as it is read to people: `first_name`, `Ann`. */
  readonly values: readonly (readonly [name: string, value: string])[];
}

/** One message of a campaign: of a step, or of one variant of its test. */
export interface GalleryMessage {
  /** `CAMPAIGN/STEP`, or `CAMPAIGN/STEP/VARIANT`. */
  readonly id: string;
  readonly campaign: string;
  readonly step: string;
  readonly variant: string | null;
  readonly channel: Channel;
  readonly topic: string;
  readonly template: string;
}

/** One message as one persona gets it. */
export interface Cell {
  /** Id of the message. */
  readonly message: string;
  /** Id of the persona. */
  readonly persona: string;
  /** The template file that their language chose, relative to the project root. */
  readonly file: string;
  /** BCP 47. */
  readonly lang: string;
  readonly content: CellContent;
  /** The event that let them in did not happen to them: it was made from the types of its properties. Absent: it did, or none is asked for. */
  readonly madeUp?: true;
  /** What is to be said of this very cell, at its place in the files. */
  readonly findings: readonly Diagnostic[];
}

/** What stands in a cell. Nothing of it is markup of ours: a page must escape it, and show HTML in a sandbox only. */
export type CellContent =
  | {
      readonly kind: 'email';
      /** `Name <address>`. */
      readonly from: string;
      readonly replyTo: string | null;
      readonly to: string;
      readonly subject: string;
      /** What an inbox shows behind the subject: the preheader, else the first words of the text. */
      readonly preheader: string;
      readonly html: string;
      readonly text: string;
      /** All lines above the body, in order, unfolded and decoded. */
      readonly headers: readonly (readonly [name: string, value: string])[];
    }
  | { readonly kind: 'words'; readonly title: string | null; readonly text: string; readonly segments: number | null }
  /** The message would be held back for such a person, and why. */
  | { readonly kind: 'none'; readonly problem: string };

/** What differs between two galleries, and nothing else. */
export interface GalleryChanges {
  /** Those of now as they are ordered, behind them those that are gone. */
  readonly campaigns: readonly { readonly id: string; readonly name: string }[];
  readonly personas: readonly GalleryPersona[];
  /** In which anything differs for anybody: those of now, behind them those that are gone. */
  readonly messages: readonly GalleryMessage[];
  /** Those that differ: by message, then by persona. */
  readonly cells: readonly CellChange[];
}

/** A cell as it was and as it is, under the id that its message has now; null: not there. At least one of them is. */
export interface CellChange {
  readonly before: Cell | null;
  readonly now: Cell | null;
}
