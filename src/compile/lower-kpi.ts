import type { CampaignFile, GuardrailFile } from '../model/campaign-file.js';
import type { Kpi } from '../model/kpi.js';
import { usualVerdict } from '../model/verdict-after.js';
import { duration, share } from './written.js';

/** What a campaign says it is measured by → its part of the plan. */
export function lowerKpi(node: CampaignFile['kpi']): Kpi {
  const window = duration(node.window);
  return {
    metric: node.metric,
    window,
    minimumLift: node.minimum_lift === undefined ? null : share(node.minimum_lift),
    guardrails: (node.guardrails ?? []).map(lowerGuardrail),
    secondary: node.secondary ?? [],
    analysis: node.analysis ?? 'fixed',
    verdictAfter: node.verdict_after === undefined ? usualVerdict(window) : duration(node.verdict_after),
  };
}

function lowerGuardrail(node: GuardrailFile): Kpi['guardrails'][number] {
  if (typeof node === 'string') return { metric: node, limit: null };
  const { metric, max, non_inferior: by } = node;
  if (max !== undefined) return { metric, limit: { kind: 'max', value: share(max) } };
  return { metric, limit: by === undefined ? null : { kind: 'non_inferior', by: share(by) } };
}
