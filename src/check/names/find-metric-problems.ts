import { comparesOf } from '../../model/compares-of.js';
import { parseDuration } from '../../model/duration.js';
import type { Measure } from '../../model/metric.js';
import type { Project } from '../../model/project.js';
import { atKey, atValue, type Place } from '../place.js';
import { lengthOf } from '../timing/timed-steps.js';
import { listAt, textAt, type YamlMap } from '../yaml-map.js';
import { measureOfPart } from './metric-measures.js';
import { findField } from './profile-fields.js';

/** What is wrong with a metric, to follow its name. */
export interface MetricProblem {
  readonly message: string;
  readonly place: Place;
  readonly label?: string;
  readonly help: string;
}

/** Every reason why a metric cannot be worked out from what it is made of. */
export function* findMetricProblems(project: Project, node: YamlMap): Generator<MetricProblem> {
  const [after, within] = ['after', 'within'].map((key) => lengthOf(textAt(node, key)));
  if ('retention' in node && after != null && within != null && after >= within)
    yield {
      message: 'ends before it begins to count',
      place: atValue(node, 'within'),
      label: `not longer than "after: ${textAt(node, 'after')}"`,
      help: 'write the time from which people count as kept under "after", and the longer one under "within"',
    };
  if (node.complement !== undefined) {
    const measure = measureOfPart(project, node.complement);
    if (measure !== null && measure.kind !== 'share' && measure.kind !== 'retention')
      yield {
        message: `is one minus ${KINDS[measure.kind]}, which is no share of people`,
        place: atValue(node, 'complement'),
        help: 'name a metric that is a "share" or "retention"',
      };
  }
  yield* ofRatio(project, node);
  yield* ofIncremental(project, node);
  yield* ofPoints(node);
  const field = findField(project, textAt(node, 'attribute') ?? '');
  if (field !== null && field.type !== null && field.type !== 'number')
    yield {
      message: `is the mean of a ${field.type}`,
      place: atValue(node, 'attribute'),
      label: 'not a number',
      help: 'name a number attribute or trait',
    };
}

function* ofRatio(project: Project, node: YamlMap): Generator<MetricProblem> {
  const ratio = listAt(node, 'ratio') ?? [];
  for (const [index, part] of ratio.entries()) {
    const measure = measureOfPart(project, part);
    if (measure === null || ADDS_UP.includes(measure.kind)) continue;
    yield {
      message: `divides ${KINDS[measure.kind]}, which cannot be added up over people`,
      place: atValue(ratio, index),
      help: 'name a "share", "count", "sum", "retention", "score" or "cost"',
    };
  }
}

function* ofIncremental(project: Project, node: YamlMap): Generator<MetricProblem> {
  const name = textAt(node, 'incremental');
  const measure = name === null ? null : measureOfPart(project, name);
  if (measure === null || (['sum', 'count', 'share'].includes(measure.kind) && comparesOf(measure) === 'holdout'))
    return;
  yield {
    message: `asks what was gained of "${name}", which ${comparesOf(measure) === 'variants' ? 'people who are held out cannot do' : 'is nothing that people do'}`,
    place: atValue(node, 'incremental'),
    help: 'name a "sum", "count" or "share" of what people do, such as revenue',
  };
}

function* ofPoints(node: YamlMap): Generator<MetricProblem> {
  const halfLife = 'score' in node ? parseDuration(textAt(node, 'half_life') ?? '') : null;
  if (halfLife === null) return;
  if (halfLife.months > 0)
    yield {
      message: 'fades by months, which are not all as long',
      place: atValue(node, 'half_life'),
      help: 'write it in days or weeks',
    };
  else if (halfLife.days + halfLife.exact === 0)
    yield {
      message: 'fades in no time',
      place: atKey(node, 'half_life'),
      help: 'write how long it takes to count half, such as 30d',
    };
}

const ADDS_UP: readonly Measure['kind'][] = ['share', 'count', 'sum', 'retention', 'score', 'cost'];

const KINDS: Readonly<Record<Measure['kind'], string>> = {
  share: 'a share',
  count: 'a count',
  sum: 'a sum',
  retention: 'a retention',
  survey: 'what people answered',
  ratio: 'a ratio',
  complement: 'a complement',
  score: 'points',
  attribute: 'an attribute',
  cost: 'money spent',
  incremental: 'what was gained',
};
