import { atKey, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allLiquidTexts } from '../templates/liquid-texts.js';
import { messagesUsing } from '../templates/template-uses.js';
import { allMessages, factorsOf, type MessagePlace } from '../walk/walk-messages.js';
import { mapAt } from '../yaml-map.js';

/** A test varies something that its message never reads. */
export const unreadFactor: Rule = {
  code: 'LC467',
  name: 'unread-factor',
  severity: 'error',
  summary: 'A test varies something that its message never reads.',
  docs: `What a factor varies is written in the template or the subject: {% if test.tone == 'warm' %}Hello you!{% else %}Hello.{% endif %}. A factor that nothing reads changes nothing: everybody gets the same message, and the test finds a winner by chance.

Read it where the message is to differ, or take it out of the test.`,
  example: {
    file: 'campaigns/monthly.yaml',
    bad: 'email: {template: letter, topic: offers, test: {metric: order_rate, sample: 20%, decide_after: 4h, factors: {tone: [warm, plain]}}}',
    good: 'email: {template: letter, topic: offers}',
  },
  *check(project) {
    const tested = allMessages(project).filter((place) => factorsOf(place).size > 0);
    // A template that could not be read may well read it.
    if (tested.length === 0 || project.broken.some((path) => path.startsWith('templates/'))) return;
    const read = new Map<MessagePlace['message'], Set<string>>();
    const texts = allLiquidTexts(project).filter(
      ({ facts }) => facts.problem !== null || facts.variables.some(({ segments }) => segments[0] === 'test'),
    );
    for (const text of texts)
      for (const { message } of messagesUsing(project, text)) {
        const names = read.get(message) ?? new Set();
        read.set(message, names);
        // Of text that does not parse nothing is known: any name may be in it.
        if (text.facts.problem !== null) names.add(ANY);
        for (const { segments } of text.facts.variables) if (segments[0] === 'test') names.add(segments[1] ?? ANY);
      }
    for (const place of tested) {
      const node = mapAt(mapAt(place.message, 'test'), 'factors');
      const names = read.get(place.message);
      if (node === null || names?.has(ANY)) continue;
      for (const name of factorsOf(place).keys()) {
        if (names?.has(name)) continue;
        yield {
          message: `nothing in the message of step "${place.id ?? '?'}" reads "test.${name}"`,
          span: spanOf(project, atKey(node, name)),
          label: 'all its levels are the same message',
          help: [
            `read it in ${place.template === null ? 'the template' : `template "${place.template}"`}: {% if test.${name} == '${factorsOf(place).get(name)?.[0] ?? 'a'}' %}, or take it out`,
          ],
        };
      }
    }
  },
};

const ANY = '*';
