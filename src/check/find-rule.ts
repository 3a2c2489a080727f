import type { Span } from '../model/span.js';
import { suggest } from '../model/suggest.js';
import { explainedCodes } from './explain.js';
import type { Finding } from './rule.js';

/** A rule that a file names. */
export interface NamedRule {
  readonly code: string;
  readonly name: string;
  /** Whether its findings are warnings: only those can be ignored or set. */
  readonly adjustable: boolean;
}

const rules = new Map<string, NamedRule>();
for (const { code, name, severity } of explainedCodes) {
  const rule = { code, name, adjustable: severity === 'warning' };
  rules.set(code, rule);
  rules.set(name, rule);
}

/** The rule of a code (`LC220`) or name (`unused-template`); null when there is none. */
export function findRule(word: string): NamedRule | null {
  return rules.get(word) ?? null;
}

/** What to say of a word that names no rule. */
export function unknownRule(word: string, span: Span): Finding {
  // A code that is near another means something else altogether.
  const near = suggest(
    word,
    [...rules.values()].map(({ name }) => name),
  );
  return {
    message: `there is no rule "${word}"`,
    span,
    ...(near[0] === undefined ? {} : { label: `did you mean "${near[0]}"?` }),
    help: [near[0] === undefined ? 'write the code that the finding shows, such as LC220' : `write "${near[0]}"`],
  };
}

/** What to say where an error is to be ignored or lowered. */
export function fixedRule(rule: NamedRule, what: string, span: Span): Finding {
  return {
    message: `${rule.code} ${rule.name} is an error, and cannot be ${what}`,
    span,
    notes: ['only warnings can be ignored or set'],
    help: ['take this away, and mend what the error says'],
  };
}
