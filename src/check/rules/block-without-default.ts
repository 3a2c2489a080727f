import { exampleBlock } from '../example/example-project.js';
import { atKey, atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { mapsAt, type YamlMap } from '../yaml-map.js';

/** A block does not say what people see for whom no rule holds, or says it twice. */
export const blockWithoutDefault: Rule = {
  code: 'LC227',
  name: 'block-without-default',
  severity: 'error',
  summary: 'A block does not say what people see for whom no rule holds, or says it twice.',
  docs: `The first rule that holds chooses. For everybody left there is a last rule without "when"; a block that shows them nothing says so: "otherwise: nothing". Both together would contradict each other.`,
  example: {
    file: 'templates/blocks/greeting.yaml',
    bad: '    partial: greeting/buyer\n    with: {times: 3}\n  - {when: {segment: big_spenders}, partial: greeting/new}\n',
    good: '    partial: greeting/buyer\n    with: {times: 3}\n  - partial: greeting/new\n',
    beside: exampleBlock,
  },
  *check(project) {
    for (const { id, node } of project.blocks) {
      const block = node as unknown as YamlMap;
      const open = mapsAt(block, 'rules').find(({ item }) => item.when === undefined);
      if (open === undefined && block.otherwise === undefined) {
        yield {
          message: `block "${id}" does not say what people see for whom no rule holds`,
          span: spanOf(project, atKey(block, 'rules')),
          label: 'every rule has a "when"',
          help: ['add a last rule without "when", or write "otherwise: nothing"'],
        };
      }
      if (open !== undefined && block.otherwise !== undefined) {
        yield {
          message: `block "${id}" has a rule for everybody left, and "otherwise"`,
          span: spanOf(project, atKey(block, 'otherwise')),
          related: [{ span: spanOf(project, atValue(open.item, 'partial')), label: 'for everybody left' }],
          help: ['take one of the two out'],
        };
      }
    }
  },
};
