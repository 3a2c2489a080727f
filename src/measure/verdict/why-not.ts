import type { Question } from '../../model/measurement.js';
import type { Reading } from '../../model/reading.js';

/** Why a campaign's question cannot be answered at all, with the setting to change; null where it can. */
export function whyNot({ kpi, holdout }: Question, { since, exposed, shares, excluded }: Reading): string | null {
  if (kpi.compares !== 'holdout') {
    return `Its KPI ${kpi.metric} says nothing about people who are held out: set \`kpi: {metric: …}\` to something that people do whether or not they get messages, such as orders.`;
  }
  const count = (arm: 'sent' | 'held'): number => exposed.reduce((sum, each) => sum + each[arm], 0);
  const [sent, held] = [count('sent'), count('held')];
  const everHeld = (shares.at(-1) ?? holdout) > 0;
  if (!everHeld && holdout === 0) {
    return 'Nobody is held out, so there is nobody to compare with: set `holdout: 10%` in the campaign. (Transactional messages are never held out, and are not measured.)';
  }
  if (since === null && excluded.global + excluded.changedSides === 0) {
    return 'No message has gone yet, and none would have: run the campaign first.';
  }
  if (!everHeld)
    return 'Nobody has been held out yet: its messages went before `holdout` was set. It can be answered when people come in under the new holdout.';
  if (held === 0 && (shares[0] ?? 0) === 0) {
    return 'The holdout was 0% for a while, so whoever is held out now may have got messages then: begin a new measurement by raising the `version` of the campaign in lifecycle.lock.';
  }
  if (sent === 0 && (shares.at(-1) ?? 0) === 1)
    return 'Everybody is held out, so there is nobody to compare with: set `holdout` below 100%.';
  return null;
}
