// Generated from schemas/persona.schema.json by schemas/generate.mjs; do not edit.
// biome-ignore-all format: generated
import type { MadePersonFile } from './condition-file.js';

/** schemas/personas/<id>.yaml: a made-up person for whom every message is shown before it is sent. The name of the file is the id. */
export interface PersonaFile {
  /** What they are called in previews. */
  readonly name: string;
  /** What they are there to show. */
  readonly about?: string;
  /** When their messages go, on their own clock. Without it: 2 March 2026 at 10:00. */
  readonly now?: string;
  /** The attributes of the person, also by the column names of `identity`, and the traits that compare people (`rfm.percentile`), which no single person’s events tell; what is not written is unknown. Without an email address they have a made-up one; `null` says that there is none. */
  readonly profile?: MadePersonFile;
  /** What happened to them: local time, event and properties. A message is shown for the last one that lets them into its campaign. */
  readonly events?: readonly string[];
  /** Rows of catalogs, by catalog and key; other rows are made up. */
  readonly catalogs?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string | number | boolean | null>>>>>>;
}
