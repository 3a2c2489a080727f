import { CLIENTS, PLATFORMS, SUPPORT_DATE } from '../client-support.js';
import type { EmailRule } from '../email-rule.js';
import { featureUses } from '../feature-uses.js';
import { inLetter } from '../rule-example.js';

/** An email uses HTML or CSS that some of the project's mail programs do not follow. */
export const unsupportedFeature: EmailRule = {
  code: 'LC749',
  name: 'unsupported-feature',
  severity: 'warning',
  summary: 'An email uses HTML or CSS that some mail programs do not follow.',
  docs: `They leave it out, and what depends on it falls apart there: columns of a grid stand below each other, a form cannot be sent. Use what MJML has for it (<mj-column>, <mj-group>), or make sure that the mail can be read without, and say so in an ignore.

Asked is for the programs in channels.email.clients; without it for Gmail, Outlook, Apple Mail and Yahoo. What is known of them comes from caniemail.com, as of the date in the finding. Only what a mail falls apart without is a finding: rounded corners, shadows, hover, animations, media queries and fonts are left out by programs that do not know them, and nothing is lost.`,
  example: inLetter(
    '<mj-text><div style="display: grid">Oak</div></mj-text>',
    '<mj-text><div style="display: block">Oak</div></mj-text>',
  ),
  *find(email) {
    for (const { name, lacking, at } of featureUses(email)) {
      const who = email.clients.flatMap((family) => {
        const platforms = lacking.get(family);
        const client = CLIENTS[family] ?? family;
        if (platforms === undefined) return [];
        const where = platforms.map((platform) => PLATFORMS[platform] ?? platform).join(', ');
        return [where === '' ? client : `${client} (${where})`];
      });
      if (who.length === 0) continue;
      const all = who.length === 1 ? who[0] : `${who.slice(0, -1).join(', ')} and ${who.at(-1)}`;
      yield {
        message: `${name} is not followed by ${all}`,
        notes: [`caniemail.com, ${SUPPORT_DATE}`],
        help: ['do it with what MJML has, or make sure that the mail can be read without'],
        at,
      };
    }
  },
};
