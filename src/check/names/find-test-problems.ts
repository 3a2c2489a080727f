import type { CampaignFile } from '../../model/campaign-file.js';
import type { CampaignSource, Project } from '../../model/project.js';
import { REASONS, readExpectation } from '../../read/read-expectation.js';
import { atValue } from '../place.js';
import type { Finding } from '../rule.js';
import { messagesOf } from '../walk/walk-messages.js';
import { stepsOf } from '../walk/walk-steps.js';
import { findPersonProblems } from './find-person-problems.js';
import { unknownName } from './unknown-name.js';

type CampaignTest = NonNullable<CampaignFile['tests']>[number];

/** What a test of a campaign writes that cannot be; names of events and their properties have rules of their own. */
export function* findTestProblems(project: Project, campaign: CampaignSource, test: CampaignTest): Generator<Finding> {
  yield* findPersonProblems(project, test);
  yield* inExpectations(project, campaign, test.expect);
  if (test.events.length + test.expect.length > 0) return;
  const help = ['write an event, or the message that a schedule sends'];
  yield { message: `nothing happens in test "${test.name}"`, span: project.spans.key(test, 'events'), help };
}

function* inExpectations(project: Project, campaign: CampaignSource, expect: readonly string[]): Generator<Finding> {
  const steps = stepsOf(campaign).flatMap(({ id }) => id ?? []);
  const sending = messagesOf(campaign).flatMap(({ id }) => id ?? []);
  // A step that took the id of another is missing under its own: that is told where the id stands twice.
  const isCopied = new Set(steps).size < steps.length;
  for (const [index, text] of expect.entries()) {
    const line = readExpectation(text);
    const unknown = (word: string, candidates: readonly string[], message: string, plural: string): Finding => {
      const from = text.indexOf(` ${word}`) + 1;
      const place = atValue(expect, index, [from, from + word.length]);
      return unknownName(project, { message, word, place, candidates, plural, otherwise: null });
    };
    const id = campaign.id;
    if ((line.kind === 'message' || line.kind === 'deferred') && !sending.includes(line.step)) {
      if (!isCopied)
        yield unknown(line.step, sending, `campaign "${id}" has no step "${line.step}" that sends`, 'sending steps');
    } else if (line.kind === 'skipped' && !steps.includes(line.step)) {
      if (!isCopied) yield unknown(line.step, steps, `campaign "${id}" has no step "${line.step}"`, 'steps');
    } else if (line.kind === 'skipped' || line.kind === 'deferred' || line.kind === 'refused') {
      const reasons = REASONS[line.kind];
      if (reasons.includes(line.reason)) continue;
      const what = line.kind === 'refused' ? 'somebody is' : 'a step is';
      yield unknown(
        line.reason,
        reasons,
        `there is no reason "${line.reason}" for which ${what} ${line.kind}`,
        'reasons',
      );
    }
  }
}
