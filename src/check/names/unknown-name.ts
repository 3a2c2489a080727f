import type { Project } from '../../model/project.js';
import { suggest } from '../../model/suggest.js';
import { type Place, spanOf } from '../place.js';
import type { Finding } from '../rule.js';
import { sourceText } from '../source-text.js';

/** Legal names are listed up to this many; of more, only the nearest are shown. */
const listed = 8;

/** A name that stands for nothing. */
export interface UnknownName {
  readonly message: string;
  readonly word: string;
  readonly place: Place;
  /** Every name that would be right here. */
  readonly candidates: Iterable<string>;
  /** What the candidates are called: `templates`, `topics`. */
  readonly plural: string;
  /** What to do when the name is right and the thing is missing: `add the file templates/x.mjml`. */
  readonly otherwise: string | null;
}

/** The finding for a name that stands for nothing: with the nearest legal one, or all when they are few. */
export function unknownName(project: Project, unknown: UnknownName): Finding {
  const { word, plural, otherwise, message } = unknown;
  const candidates = [...new Set(unknown.candidates)].filter((name) => name !== word).sort();
  const nearest = suggest(word, candidates)[0];
  const names = candidates.map((name) => `"${name}"`).join(', ');
  const span = spanOf(project, unknown.place);
  // Capitals are spelling; any other letter might be another thing.
  const alike = candidates.filter((name) => name.toLowerCase() === word.toLowerCase());
  const written = sourceText(project, span.file)?.slice(span.start.offset, span.end.offset);
  const [same] = alike.length === 1 && written === word ? alike : [];
  const notes = candidates.length > 0 && candidates.length <= listed ? [`${plural}: ${names}`] : [];
  return {
    message,
    span,
    ...(nearest === undefined ? {} : { label: `did you mean "${nearest}"?` }),
    ...(candidates.length === 0 ? { notes: [`there are no ${plural} yet`] } : nearest === undefined ? { notes } : {}),
    help: helpFor(nearest, otherwise),
    ...(same === undefined ? {} : { fix: { title: `write "${same}"`, safe: true, edits: [{ span, text: same }] } }),
  };
}

function helpFor(nearest: string | undefined, otherwise: string | null): string[] {
  if (nearest === undefined) return otherwise === null ? ['write one of these'] : [otherwise];
  return [otherwise === null ? `write "${nearest}"` : `write "${nearest}", or ${otherwise}`];
}
