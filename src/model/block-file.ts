// Generated from schemas/block.schema.json by schemas/generate.mjs; do not edit.
// biome-ignore-all format: generated
import type { ConditionFile } from './condition-file.js';

/** templates/blocks/<id>.yaml: which partial each person sees. The rules are asked in order, when the message is due; the first that holds chooses. Templates take it in with <mj-include path="blocks/hero" /> between MJML tags, or {% include "blocks/hero" %} inside text. */
export interface BlockFile {
  /** What it is for. */
  readonly description?: string;
  /** Who sees what, in order. The last one needs no `when`: it is for everybody left. */
  readonly rules: readonly ({
    /** Who sees this partial, unless an earlier rule holds. Without it: everybody left. */
    readonly when?: ConditionFile;
    /** The partial: its path below `templates/partials/`, without the ending. Between MJML tags the .mjml file is taken, inside text the .liquid file. */
    readonly partial: string;
    /** Values for this partial, by the name under which it uses them: {{ headline }}. */
    readonly with?: Readonly<Record<string, string | number | boolean>>;
  })[];
  /** `nothing` says that people for whom no rule holds see nothing here. Needed when every rule has a `when`. */
  readonly otherwise?: 'nothing';
}
