import type { Rule } from '../rule.js';
import { findUnsupported } from '../walk/walk-unsupported.js';

/** A part of the language is used that this version reads, but cannot run. */
export const notSupportedYet: Rule = {
  code: 'LC610',
  name: 'not-supported-yet',
  severity: 'error',
  summary: 'A part of the language is used that this version reads, but cannot run.',
  docs: `What is written is never ignored: a campaign that would do less than it says does not compile. Take the part out, or wait for a version that can run it; "lifecycle --version" tells which one this is.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'timezone: Europe/Berlin\nledger: postgres://localhost/ledger',
    good: 'timezone: Europe/Berlin',
  },
  *check(project) {
    for (const { what, span } of findUnsupported(project)) {
      yield { message: `not supported yet: ${what}`, span, help: ['take it out, or do it in another way for now'] };
    }
  },
};
