// Moves the clock of a whole process from outside, for `node --import`. CLOCK_AT: the moment at which the process begins (default: the true one). CLOCK_FROZEN: it stands still. CLOCK_JUMP: so many
// milliseconds more (or less) once the file CLOCK_JUMP_WHEN is there and not empty.
import { statSync } from 'node:fs';

const { CLOCK_AT, CLOCK_FROZEN, CLOCK_JUMP, CLOCK_JUMP_WHEN } = process.env;
const TrueDate = Date;
const begun = TrueDate.now();
const start = CLOCK_AT === undefined ? begun : TrueDate.parse(CLOCK_AT);
let jumped = 0;

function now() {
  if (jumped === 0 && CLOCK_JUMP_WHEN !== undefined) {
    const size = statSync(CLOCK_JUMP_WHEN, { throwIfNoEntry: false })?.size ?? 0;
    if (size > 0) jumped = Number(CLOCK_JUMP);
  }
  return start + jumped + (CLOCK_FROZEN === undefined ? TrueDate.now() - begun : 0);
}

globalThis.Date = class Date extends TrueDate {
  constructor(...parts) {
    if (parts.length === 0) super(now());
    else super(...parts);
  }
  static now() {
    return now();
  }
};
