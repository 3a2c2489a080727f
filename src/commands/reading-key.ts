import { createHash } from 'node:crypto';
import type { ReadResult } from '../read/read-project.js';

/** Every text by its digest, and what could not be read: by these the readers make a project, and from a project everything else follows. */
export function readingKey({ project, sources, diagnostics }: ReadResult): string {
  const texts = sources.map(({ path, sha256 }) => [path, sha256]);
  return createHash('sha256')
    .update(JSON.stringify([texts, project === null ? null : project.broken, diagnostics]))
    .digest('hex');
}

/** All of this program that takes part in reading, checking and compiling a project. */
export const readingMakers =
  'calendar/ check/ commands/ compile/ decide/ deliver/ diff/ measure/ model/ pressure/ preview/ read/ render/ simulate/ structure/ ../schemas/'.split(
    ' ',
  );

/** The packages that take part in it. */
export const readingPackages =
  'ajv css-select html-to-text htmlparser2 liquidjs mjml postcss temporal-polyfill yaml'.split(' ');
