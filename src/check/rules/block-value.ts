import type { Project } from '../../model/project.js';
import { suggest } from '../../model/suggest.js';
import { exampleBlock } from '../example/example-project.js';
import { atKey, atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { partialTexts, withPartials } from '../templates/template-uses.js';
import { roots } from '../templates/template-variables.js';
import { allBlockRules } from '../walk/block-rules.js';
import { mapAt, textAt } from '../yaml-map.js';

/** A block gives a partial a value that it does not use, or not one that it needs. */
export const blockValue: Rule = {
  code: 'LC723',
  name: 'block-value',
  severity: 'error',
  summary: 'A block gives a partial a value that it does not use, or not one that it needs.',
  docs: `Under "with" stand the values of the partial's own names: with: {headline: New this week} is what {{ headline }} shows. A misspelt name would leave the message without its value, and such a message is never sent.`,
  example: {
    file: 'templates/blocks/greeting.yaml',
    bad: 'with: {time: 3}',
    good: 'with: {times: 3}',
    beside: exampleBlock,
  },
  *check(project) {
    const given = allBlockRules(project).flatMap(({ rule }) => Object.keys(mapAt(rule, 'with') ?? {}));
    for (const { rule } of allBlockRules(project)) {
      const partial = textAt(rule, 'partial') ?? '';
      const values = mapAt(rule, 'with') ?? {};
      const needed = namesOf(project, partial);
      if (needed === null) continue;
      for (const name of Object.keys(values)) {
        if (needed.has(name)) continue;
        const nearest = suggest(name, needed)[0];
        const message = roots.includes(name)
          ? `"${name}" is a name of its own and cannot be given to a partial`
          : `partial "${partial}" does not use "${name}"`;
        const help = nearest === undefined ? 'take it out' : `write "${nearest}"`;
        yield {
          message,
          span: spanOf(project, atKey(values, name)),
          ...(nearest === undefined ? {} : { label: `did you mean "${nearest}"?` }),
          help: [help],
        };
      }
      const misspelt = Object.keys(values).some((name) => !needed.has(name));
      for (const name of misspelt ? [] : needed) {
        // What no block gives at all is told where it is used.
        if (values[name] !== undefined || !given.includes(name)) continue;
        const message = `partial "${partial}" needs a value for "${name}"`;
        yield { message, span: spanOf(project, atValue(rule, 'partial')), help: [`add with: {${name}: …}`] };
      }
    }
  },
};

/** The names that a partial uses and does not make itself; null when it cannot be read. */
function namesOf(project: Project, partial: string): ReadonlySet<string> | null {
  const texts = ['mjml', 'liquid'].flatMap(
    (kind) => partialTexts(project).get(`templates/partials/${partial}.${kind}`) ?? [],
  );
  const all = texts.flatMap((text) => withPartials(project, text));
  if (all.length === 0 || all.some(({ facts }) => facts.problem !== null)) return null;
  const own = new Set(all.flatMap(({ facts }) => facts.locals));
  const used = all.flatMap(({ facts }) => facts.variables.map(({ segments }) => segments[0] ?? ''));
  return new Set(used.filter((name) => name !== '' && !own.has(name) && !roots.includes(name) && name !== 'catalogs'));
}
