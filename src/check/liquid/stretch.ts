/** A stretch of the analysed text, by UTF-16 offset, `end` exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}
