import { encodePiece } from '../quoted-printable.js';
import { writeLine } from '../write-line.js';
import type { Encoding } from './compile-liquid.js';
import { GIVE_UP } from './liquid-run.js';
import { NotCovered } from './not-covered.js';

/** What makes one thing with what stands beside it in another piece: a carriage return with a line feed, half a character with the other half. */
const NOT_ALONE = /\r|^[\udc00-\udfff]|[\ud800-\udbff]$/;

/** Text goes into an email in quoted-printable, each piece of it from the beginning of a line on. */
export const QUOTED_PRINTABLE: Encoding = {
  written(text) {
    if (NOT_ALONE.test(text)) throw new NotCovered('text that cannot be cut where a value stands');
    const encoded = Buffer.from(encodePiece(text));
    return encoded.length === 0 ? null : ({ sink }) => sink.put(encoded);
  },
  found({ sink }, text) {
    if (writeLine(sink, [text], 1)) return sink.breakLine(true);
    if (NOT_ALONE.test(text)) throw GIVE_UP;
    sink.ascii(encodePiece(text));
  },
};
