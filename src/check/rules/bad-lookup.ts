import { suggest } from '../../model/suggest.js';
import { exampleCatalog } from '../example/example-project.js';
import { catalogsOf, findLookupProblem } from '../names/find-lookup-problem.js';
import { unknownName } from '../names/unknown-name.js';
import { atValue } from '../place.js';
import type { Rule } from '../rule.js';
import { describeUses } from '../templates/describe-uses.js';
import { allLiquidTexts } from '../templates/liquid-texts.js';
import { mapAt, textAt, type YamlMap } from '../yaml-map.js';

/** A catalog, or one of its columns, is named that there is not. */
export const badLookup: Rule = {
  code: 'LC515',
  name: 'bad-lookup',
  severity: 'error',
  summary: 'A catalog, or one of its columns, is named that there is not.',
  docs: `{{ catalogs.products[event.sku].title }} shows the title of the row whose key is the event's sku. The catalog and its columns are declared under data.catalogs in lifecycle.config.yaml, its "key" among them. The row is told by one value of the event or the profile, or by a written text; one column of it is shown.`,
  example: {
    file: 'templates/cart/help.mjml',
    bad: 'catalogs.products[event.cart_id].titel',
    good: 'catalogs.products[event.cart_id].title',
    beside: exampleCatalog,
  },
  *check(project) {
    const catalogs = catalogsOf(project);
    for (const [name, catalog] of Object.entries(catalogs)) {
      const key = textAt(catalog as YamlMap, 'key');
      const columns = mapAt(catalog as YamlMap, 'columns') ?? {};
      if (key === null || key in columns) continue;
      yield unknownName(project, {
        message: `catalog "${name}" has no column "${key}" that could be its key`,
        word: key,
        place: atValue(catalog as YamlMap, 'key'),
        candidates: Object.keys(columns),
        plural: 'columns',
        otherwise: `add "${key}" to its columns`,
      });
    }
    for (const text of allLiquidTexts(project)) {
      for (const { segments, written, start, end } of text.facts.variables) {
        const problem = segments[0] === 'catalogs' ? findLookupProblem(project, written) : null;
        if (problem === null) continue;
        const nearest = suggest(problem.word, problem.candidates)[0];
        yield {
          message: problem.message,
          span: text.spanAt(start, end),
          ...(nearest === undefined ? {} : { label: `did you mean "${nearest}"?` }),
          notes: describeUses(project, text, null),
          help: [nearest === undefined ? problem.help : `write "${nearest}", or ${problem.help}`],
        };
      }
    }
  },
};
