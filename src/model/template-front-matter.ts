// Generated from schemas/template.schema.json by schemas/generate.mjs; do not edit.
// biome-ignore-all format: generated

/** What stands between the `---` lines at the top of a template. */
export interface TemplateFrontMatter {
  /** The subject line of an email. Liquid. */
  readonly subject?: string;
  /** The title of a push or in-app message. Liquid. */
  readonly title?: string;
  /** The line that inboxes show after the subject of an email. Liquid. */
  readonly preheader?: string;
  /** The sender of an email, in place of the channel’s. Liquid. */
  readonly from?: string;
  /** The language of the text, as a tag. */
  readonly lang?: string;
}
