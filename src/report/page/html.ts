import { escapeAttribute } from '../escape-xml.js';

/** HTML in which everything that anybody wrote is escaped: only `html` makes it. */
export class Html {
  constructor(readonly text: string) {}
}

/** What may stand in a place of HTML: text is escaped, false and null are nothing. */
export type Piece = Html | string | number | false | null | readonly Piece[];

/** HTML from a template: what is written in it is markup, what is put into it is text, for between tags and for attributes in double quotes. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(
    parts.map((part, index) => part + (index < pieces.length ? write(pieces[index] ?? null) : '')).join(''),
  );
}

function write(piece: Piece): string {
  if (piece === null || piece === false) return '';
  if (piece instanceof Html) return piece.text;
  return typeof piece === 'object' ? piece.map(write).join('') : escapeAttribute(String(piece));
}
