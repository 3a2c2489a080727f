import { exampleProject } from '../example/example-project.js';
import type { RuleExample } from '../rule.js';

const SAID = '<mj-text>New things are here.</mj-text>';

/** An example in the letter of the example project, in place of its only text. */
export function inLetter(bad: string, good: string): RuleExample {
  const letter = exampleProject['templates/letter.mjml'] ?? '';
  const file = 'templates/letter.mjml';
  return { file, bad, good, beside: { [file]: letter.replace(SAID, () => `${SAID}${good}`) } };
}

/** An example among the lines above the letter of the example project. */
export function aboveLetter(bad: string, good: string): RuleExample {
  return { file: 'templates/letter.mjml', bad, good };
}
