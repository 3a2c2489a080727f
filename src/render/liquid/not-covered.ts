/** Thrown while a template is compiled: it uses what is left to LiquidJS. The message names it. */
export class NotCovered extends Error {}
