import type { CampaignReport } from '../../model/measurement.js';

/** What to do now, a sentence each; nothing where the verdict says it already. */
export function adviceWords(report: CampaignReport, writeDay: (day: string) => string): readonly string[] {
  const { question, guardrails } = report;
  const broken = guardrails.filter(({ state }) => state === 'broken').map(({ comparison }) => comparison.metric);
  return [
    ...(broken.length === 0
      ? []
      : [
          `Look at ${broken.join(', ')} first: what must not get worse did. Stop it until that is mended: lifecycle halt ${question.campaign}.`,
        ]),
    ...verdictAdvice(report, broken.length > 0, writeDay),
  ];
}

function verdictAdvice(
  { question, verdict }: CampaignReport,
  isBroken: boolean,
  writeDay: (day: string) => string,
): readonly string[] {
  const { campaign, verdictDay } = question;
  switch (verdict.kind) {
    case 'worth_running':
      return isBroken ? [] : ['Let it run, and keep the holdout: what is worth it today need not be in a year.'];
    case 'not_worth_running':
      return [`Stop it (lifecycle halt ${campaign}), or change what it says and to whom, and measure that anew.`];
    case 'invalid':
      return [
        `Find the cause and mend it; then begin a new measurement: raise the "version" of ${campaign} in lifecycle.lock, and build.`,
      ];
    case 'not_answerable':
      return [];
    case 'undecided':
      switch (verdict.because) {
        case 'too_early':
          return [
            `Let it run${verdictDay === null ? '' : ` until ${writeDay(verdictDay)}`}, and do not decide by what the numbers say until then: they swing.`,
          ];
        case 'too_few':
          return ['Let more people in, or hold out more of them: a larger `holdout` shows the same sooner.'];
        case 'no_clear_difference':
          return [
            ...(question.analysis === 'fixed'
              ? ['To know more surely, measure anew for longer (`verdict_after`), or with a larger `holdout`.']
              : ['Let it run: the interval goes on getting narrower.']),
            ...riskAdvice(verdict),
          ];
      }
  }
}

function riskAdvice({
  lossIfKept,
  lossIfStopped,
}: {
  readonly lossIfKept: number | null;
  readonly lossIfStopped: number | null;
}): readonly string[] {
  if (lossIfKept === null || lossIfStopped === null || lossIfKept === lossIfStopped) return [];
  return [`Until then ${lossIfKept < lossIfStopped ? 'keeping it' : 'stopping it'} is the smaller risk.`];
}
