import { LOCK_FILE, type LockedModel } from '../../model/lock-file.js';
import type { FitRequest } from '../../model/trait-fit.js';
import { joinWords } from '../plan/join-words.js';
import { countWords, decimalWords } from './number-words.js';

/** What came of the fit of one trait. */
export interface FitTold {
  readonly name: string;
  readonly request: FitRequest;
  readonly model: LockedModel | null;
  readonly judged: { readonly people: number; readonly auc: number; readonly calibration: number } | null;
  /** Days: the first and the last that were learned from, and the last that was known when it was tried. Null where it did not come so far. */
  readonly from: string | null;
  readonly until: string;
  readonly fittedUntil: string | null;
  /** Why there is no model. */
  readonly refused: string | null;
}

/** What `lifecycle measure fit` prints: each trait with its parameters and its back-test, or why it has none. */
export function fitWords(told: readonly FitTold[]): string {
  const blocks = told.map((each) => `${each.name}: ${headline(each)}\n${backTestLines(each)}${parameterLine(each)}`);
  const fitted = told.filter(({ model }) => model !== null).map(({ name }) => name);
  const refused = told.filter(({ model }) => model === null).map(({ name }) => name);
  const last = [
    ...(fitted.length === 0 ? [] : [`has the models of ${joinWords(fitted, 'and')}; commit it with the campaigns`]),
    ...(refused.length === 0 ? [] : [`has none for ${joinWords(refused, 'and')}`]),
  ];
  return `${blocks.join('\n')}\n${last.map((words) => `${LOCK_FILE} ${words}\n`).join('')}`;
}

function headline({ request, from, until, refused }: FitTold): string {
  if (refused !== null) return `refused: ${refused}`;
  const what = {
    mbgnbd: `what people will order and spend, ${request.horizon} days ahead (modified BG/NBD, Gamma-Gamma)`,
    likelihood: `how likely people are to come again, ${request.horizon} days ahead (rates of 5 × 5 groups)`,
    share: "how many events of everybody's count beside the own (beta-binomial)",
  }[request.kind];
  return `${what}\n  learned from ${from} to ${until}`;
}

function backTestLines({ request, judged, fittedUntil, until }: FitTold): string {
  if (judged === null || fittedUntil === null) return '';
  const [people, came] =
    request.kind === 'share' ? ['events', 'was one from one that was not'] : ['people', 'came from one who did not'];
  const count = countWords(judged.people);
  return `  tried on ${count} people, from what was known up to ${fittedUntil}, on the days to ${until}:
  of two ${people} it told one that ${came} ${percent(judged.auc)} times of 100 (AUC ${judged.auc.toFixed(3)}; 50 is chance),
  and what it told in all was ${judged.calibration.toFixed(2)} times what came\n`;
}

function parameterLine({ model }: FitTold): string {
  if (model === null) return '';
  const words = Object.entries(model.parameters).map(([name, value]) =>
    typeof value === 'number'
      ? `${name} ${decimalWords(value, 4)}`
      : `${name} ${decimalWords(Math.min(...value))} to ${decimalWords(Math.max(...value))}`,
  );
  return `  ${words.join(', ')}\n`;
}

function percent(share: number): string {
  return String(Number((share * 100).toFixed(1)));
}
