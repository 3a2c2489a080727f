import type { EmailRule } from '../email-rule.js';
import { linksOf } from '../links-of.js';
import { inLetter } from '../rule-example.js';

/** Two links have the same text and lead to different places. */
export const sameTextTwoTargets: EmailRule = {
  code: 'LC745',
  name: 'same-text-two-targets',
  severity: 'warning',
  summary: 'Two links have the same text and lead to different places.',
  docs: `In a list of links nobody can tell them apart, and one of the two is often a mistake. Say what each is about: "See the chair", "See the table".`,
  example: inLetter(
    '<mj-text><a href="https://acme.example/oak">See it</a> <a href="https://acme.example/ash">See it</a></mj-text>',
    '<mj-text><a href="https://acme.example/oak">See oak</a> <a href="https://acme.example/ash">See ash</a></mj-text>',
  ),
  *find(email) {
    const first = new Map<string, string>();
    const told = new Set<string>();
    for (const { target, text, at } of linksOf(email)) {
      const words = text.toLowerCase();
      const known = first.get(words);
      if (known === undefined) first.set(words, target);
      if (words === '' || known === undefined || known === target || told.has(words)) continue;
      told.add(words);
      yield {
        message: `two links say "${text}" and lead to different places`,
        notes: [`the first leads to ${known}`, `the other to ${target}`],
        help: ['say in each what it is about'],
        at,
      };
    }
  },
};
