import type { Template } from 'liquidjs';
import { findIncludes } from './find-includes.js';
import { findValues } from './find-values.js';

/** What a text prints: a value by its written path, what it takes in, or one of several ways, each with what it prints. */
export type Print =
  | { readonly kind: 'value'; readonly path: string }
  | { readonly kind: 'include'; readonly path: string }
  | { readonly kind: 'ways'; readonly of: readonly (readonly Print[])[] };

/** Everything that a text prints for sure or on a condition; what may be printed any number of times, or never, is left out. */
export function findPrints(templates: readonly Template[], text: string): readonly Print[] {
  return templates.flatMap((template): readonly Print[] => {
    const raw = text.slice(template.token.begin, template.token.end);
    if (raw.startsWith('{{')) {
      const [one] = findValues(template).filtered;
      return one?.value.kind === 'path' ? [{ kind: 'value', path: one.value.segments.join('.') }] : [];
    }
    if (!raw.startsWith('{%')) return findIncludes(raw).map(({ path }) => ({ kind: 'include', path }));
    const include = /^\{%-?\s*include\s+(["'])(.*?)\1/.exec(raw)?.[2];
    if (include !== undefined) return [{ kind: 'include', path: include }];
    const { branches, elseTemplates } = template as unknown as Forking;
    if (branches === undefined) return [];
    const ways = [...branches.map((branch) => branch.templates), elseTemplates ?? []];
    return [{ kind: 'ways', of: ways.map((way) => findPrints(way, text)) }];
  });
}

/** Whether something is printed whatever is true of the person: outside of all conditions, or in every way of one. `isIt` says what counts. */
export function surelyPrints(
  prints: readonly Print[],
  isIt: (print: Exclude<Print, { kind: 'ways' }>) => boolean,
): boolean {
  return prints.some((print) =>
    print.kind === 'ways' ? print.of.every((way) => surelyPrints(way, isIt)) : isIt(print),
  );
}

/** The parts of liquidjs's `if`, `unless` and `case` that are needed here. */
interface Forking {
  readonly branches?: readonly { readonly templates: readonly Template[] }[];
  readonly elseTemplates?: readonly Template[];
}
