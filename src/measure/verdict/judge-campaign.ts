import type { Arm } from '../../model/exposure.js';
import type { AskedMetric, CampaignReport, Question } from '../../model/measurement.js';
import type { Reading } from '../../model/reading.js';
import { armValue, ripePeople } from './arm-sums.js';
import { causesOf } from './causes-of.js';
import { compareArms, type FullComparison, gainOf } from './compare-arms.js';
import { differenceOf } from './contrast.js';
import { type CountedMoney, countMoney } from './count-money.js';
import { drawCurve } from './draw-curve.js';
import { judgeGuardrail } from './judge-guardrail.js';
import { judgeSampleRatio } from './judge-sample-ratio.js';
import { judgeSecondary } from './judge-secondary.js';
import { judgeVariants } from './judge-variants.js';
import { notesOn } from './notes-on.js';
import { peopleExpected } from './people-expected.js';
import { type Evidence, isVerdictDue, reachVerdict } from './reach-verdict.js';
import { whyNot } from './why-not.js';
import { withoutLift } from './without-lift.js';

/**
 * Is this campaign worth running? In this order: what cannot be answered, what the arms make invalid (then no lift is anywhere), what is too early or has too few people, and only then what the interval
 * says. In a fixed analysis whose day has come those people decide whose window ended before it, however long ago that was; guardrails and the curve go on.
 */
export function judgeCampaign(question: Question, reading: Reading): CampaignReport {
  const { kpi, economics, revenue } = question;
  const isDue = isVerdictDue(question, reading);
  const before = isDue && question.analysis === 'fixed' ? question.verdictDay : null;
  const expected = peopleExpected(question, reading);
  const shown = new Set([kpi, ...question.secondary].map(({ metric }) => metric));
  const compared = new Map<string, FullComparison>();
  const compare = (asked: AskedMetric): FullComparison => {
    const { metric } = asked;
    // The metric that counts money is often among the others, and permuting takes a while: once, and only where it is shown.
    const isDealt = shown.has(metric);
    const parts = { reading: reading.metrics[metric], before, alpha: 0.05, expected, economics, isDealt };
    const found = compared.get(metric) ?? compareArms(asked, parts);
    compared.set(metric, found);
    return found;
  };
  const primary = compare(kpi);
  const counted = revenue === null ? null : moneyOf(question, reading, primary, compare(revenue));
  const verdict = reachVerdict({ question, reading, primary, gain: gainsOf(question, primary, counted), expected });
  const sampleRatio = judgeSampleRatio(reading);
  const money = counted?.money ?? null;
  const people = { sent: primary.sums.sent.people, held: primary.sums.held.people };
  const notes = notesOn(question, reading, { counted: people, money, verdict }, expected);
  const secondary = question.secondary.map((asked) => compare(asked).comparison);
  const report: CampaignReport = {
    question,
    asOf: reading.asOf,
    salt: reading.salt,
    since: reading.since,
    shares: reading.shares,
    exposed: { sent: exposedIn(reading, 'sent'), held: exposedIn(reading, 'held') },
    counted: people,
    excluded: { ...reading.excluded, inBothArms: reading.inBothArms },
    otherMessages: { sent: othersFor(reading, 'sent'), held: othersFor(reading, 'held') },
    sampleRatio,
    primary: { ...primary.comparison, notes: [...primary.comparison.notes, ...notes] },
    secondary: judgeSecondary(question.secondary, secondary, money, revenue?.metric ?? null, reading.business),
    guardrails: question.guardrails.map((one) => {
      // One-sided at 5%, over everybody whose window is over by now: harm that comes late is harm.
      const all = {
        reading: reading.metrics[one.metric],
        before: null,
        alpha: 0.1,
        expected,
        economics,
        isDealt: false,
      };
      return judgeGuardrail(one, compareArms(one, all), { isDue, expected });
    }),
    curve: drawCurve(kpi, reading.metrics[kpi.metric], expected),
    money,
    stages: reading.stages,
    tests: question.tests.flatMap((test) => {
      const seen = reading.tests.find(({ step }) => step === test.step);
      return seen === undefined ? [] : judgeVariants(test, seen, economics);
    }),
    verdict,
  };
  const because = whyNot(question, reading);
  if (because !== null) return withoutLift(report, { kind: 'not_answerable', because });
  if (sampleRatio === null || sampleRatio.isSound) return report;
  return withoutLift(report, { kind: 'invalid', causes: causesOf(report, sampleRatio) });
}

function moneyOf(
  question: Question,
  reading: Reading,
  primary: FullComparison,
  spent: FullComparison,
): CountedMoney | null {
  const { economics } = question;
  if (economics === null) return null;
  const takings = {
    question,
    economics,
    reading,
    people: ripePeople(reading, 'sent'),
    kpi: primary.sums,
    revenue: spent.sums,
    ownDifference: spent.comparison.absolute,
  };
  return countMoney(takings, primary.comparison.absolute);
}

/** What a person gains the campaign, up is good: what is left of money where the KPI brings some, else the KPI itself. */
function gainsOf(
  { analysis, kpi }: Question,
  { comparison, sums }: FullComparison,
  counted: CountedMoney | null,
): Evidence['gain'] {
  const { absolute, monitoring } = comparison;
  const seen = counted?.leftAt ?? ((difference: typeof absolute) => gainOf(difference, kpi.better));
  const always = monitoring === null ? null : differenceOf(monitoring.relative, armValue(sums.sent) ?? 0);
  return { deciding: seen(analysis === 'fixed' ? absolute : always), likely: seen(absolute) };
}

function exposedIn({ exposed }: Reading, arm: Arm): number {
  return exposed.reduce((sum, each) => sum + each[arm], 0);
}

/** Messages of other campaigns for each person of an arm whose window is over. */
function othersFor(reading: Reading, arm: Arm): number | null {
  const people = ripePeople(reading, arm);
  return people === 0 ? null : reading.messages[arm].others / people;
}
