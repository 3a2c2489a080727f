import type { EmailRule } from '../email-rule.js';
import { inLetter } from '../rule-example.js';
import { tablesOf } from '../tables-of.js';

/** A table that only lays out does not say so. */
export const layoutTableWithoutRole: EmailRule = {
  code: 'LC741',
  name: 'layout-table-without-role',
  severity: 'warning',
  summary: 'A table that only lays things out does not say so.',
  docs: `A screen reader says "table with one row and two columns" before its content. MJML marks the tables it makes; your own need role="presentation". Tables of data keep their role, and have headers.`,
  example: inLetter(
    '<mj-text><table><tr><td>Oak</td><td>Ash</td></tr></table></mj-text>',
    '<mj-text><table role="presentation"><tr><td>Oak</td><td>Ash</td></tr></table></mj-text>',
  ),
  *find(email) {
    for (const { isData, hasHeaders, at } of tablesOf(email)) {
      if (isData || hasHeaders) continue;
      const help = ['add role="presentation", or <th> cells if it holds data'];
      yield { message: 'the table lays things out, and is read as a table of data', help, at };
    }
  },
};
