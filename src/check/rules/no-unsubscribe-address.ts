import { exampleProject } from '../example/example-project.js';
import { exampleTexts } from '../example/example-texts.js';
import type { Rule } from '../rule.js';
import { describeUses } from '../templates/describe-uses.js';
import { allLiquidTexts } from '../templates/liquid-texts.js';
import { messagesUsing } from '../templates/template-uses.js';
import { configMap, mapAt } from '../yaml-map.js';

/** A message shows a link that nobody answers, as the configuration does not say where unsubscribe links lead. */
export const noUnsubscribeAddress: Rule = {
  code: 'LC612',
  name: 'no-unsubscribe-address',
  severity: 'error',
  summary:
    'A message shows a link that nobody answers, as the configuration does not say where unsubscribe links lead.',
  docs: `{{ message.unsubscribe_url }} and {{ message.view_url }} begin with the address in channels.email.unsubscribe, in messages of every channel. A project that sends no email may still name it, with the rest of the email channel. Without it the message could not be made, and would never go.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: '',
    good: (exampleProject['lifecycle.config.yaml'] ?? '').slice(
      (exampleProject['lifecycle.config.yaml'] ?? '').indexOf('  email:\n    transport'),
    ),
    beside: withoutEmail(),
  },
  *check(project) {
    if (mapAt(mapAt(configMap(project), 'channels'), 'email') !== null) return;
    for (const text of allLiquidTexts(project)) {
      // That emails need their channel is told by another rule.
      const channels = messagesUsing(project, text).map(({ channel }) => channel);
      if (channels.length === 0 || channels.includes('email')) continue;
      for (const { segments, start, end } of text.facts.variables) {
        const written = segments.join('.');
        if (written !== 'message.unsubscribe_url' && written !== 'message.view_url') continue;
        yield {
          message: `"${written}" leads nowhere: ${project.configFile} does not say where such links lead`,
          span: text.spanAt(start, end),
          notes: describeUses(project, text, null),
          help: ['add the email channel with "unsubscribe", or take the link out'],
        };
      }
    }
  },
};

/** The example project with nothing but texts and calls. */
function withoutEmail(): Readonly<Record<string, string>> {
  const { 'campaigns/texts.yaml': campaign = '' } = exampleTexts;
  const alike = (name: string): string => campaign.replace('name: Texts', `name: ${name}`).replace('holdout: 5%\n', '');
  return {
    ...exampleTexts,
    'lifecycle.config.yaml': `${exampleTexts['lifecycle.config.yaml']}rules: {unused-template: off, unused-trait: off}\n`,
    'campaigns/cart.yaml': alike('More texts'),
    'campaigns/monthly.yaml': alike('Still more texts'),
  };
}
