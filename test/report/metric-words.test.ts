import { expect, it } from 'vitest';
import { lowerEveryMetric } from '../../src/compile/lower-metrics.js';
import { comparesOf } from '../../src/model/compares-of.js';
import { readProject } from '../../src/read/read-project.js';
import { metricWords } from '../../src/report/docs/metric-words.js';

it('says of every metric what it counts and whom it compares', async () => {
  const { project } = readProject('test/cases/ok/retail-bicycles');
  const metrics = lowerEveryMetric(project?.config.metrics ?? {});
  const lines = Object.entries(metrics).map(
    ([name, { measure, better }]) =>
      `${name} (${comparesOf(measure)}, ${better} is better)\n  ${metricWords(measure)}\n`,
  );
  await expect(lines.join('')).toMatchFileSnapshot('metric-words.txt');
});
