import type { EmailRule } from '../email-rule.js';
import { inLetter } from '../rule-example.js';
import { tablesOf } from '../tables-of.js';

/** A table of data has no headers. */
export const tableWithoutHeaders: EmailRule = {
  code: 'LC740',
  name: 'table-without-headers',
  severity: 'warning',
  summary: 'A table of data has no headers.',
  docs: `Who hears a table is told the header of a cell before the cell: without <th> there is only a row of numbers. Write the first row, or the first cell of each row, as <th>. If the table only puts things side by side, say so: role="presentation".`,
  example: inLetter(
    '<mj-table><tr><td>Chair</td><td>90</td></tr><tr><td>Table</td><td>200</td></tr></mj-table>',
    '<mj-table><tr><th>Chair</th><td>90</td></tr><tr><th>Table</th><td>200</td></tr></mj-table>',
  ),
  *find(email) {
    for (const { isData, hasHeaders, at } of tablesOf(email)) {
      if (!isData || hasHeaders) continue;
      yield {
        message: 'the table has rows and columns, and no headers',
        help: ['write the cells that name the others as <th>, or add role="presentation" if it is only layout'],
        at,
      };
    }
  },
};
