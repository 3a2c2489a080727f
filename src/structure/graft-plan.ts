import { compareText } from '../model/diagnostic.js';
import { everyStep } from '../model/every-step.js';
import type { KeptCampaign } from '../model/kept-campaign.js';
import type { Action, MessageAction, Plan, PlanCampaign, Step } from '../model/plan.js';
import { graftDefinitions, type Renaming } from './graft-definitions.js';
import { graftTemplate } from './graft-templates.js';
import { nameNow } from './step-names.js';
import { structureOf } from './structure-of.js';

/**
 * The newest plan with the structures that people are still in beside its own campaigns, so that whoever loads facts, decides and hands over sees one plan. A kept structure brings the definitions that are gone or changed
 * under names of their own; its messages say what the newest plan has them say, where that still has the step. A campaign that is gone brings nothing back.
 */
export function graftPlan(newest: Plan, kept: readonly KeptCampaign[]): Plan {
  const wanted = [...kept]
    .sort((a, b) => compareText(a.structure, b.structure))
    .flatMap((each) => {
      const id = each.plan.campaigns[0]?.id;
      const campaign = newest.campaigns.find((one) => one.id === id);
      return campaign === undefined || structureOf(newest, campaign) === each.structure ? [] : [{ each, campaign }];
    });
  let plan = newest;
  for (const { each, campaign } of wanted) {
    const { plan: grown, rename } = graftDefinitions(plan, each);
    plan = grown;
    const old = each.plan.campaigns[0] as PlanCampaign;
    const action = (step: Step, was: MessageAction): MessageAction => {
      const now = everyStep(campaign.steps).find(({ id }) => id === nameNow(campaign.moved, step.id))?.action;
      if (now?.kind === 'message') return now;
      const templates = [was.template, ...(was.test?.variants ?? []).flatMap(({ template }) => template ?? [])];
      const names = new Map(
        templates.map((id) => {
          const [next, name] = graftTemplate(plan, each, id, rename);
          plan = next;
          return [id, name] as const;
        }),
      );
      const named = (id: string): string => names.get(id) ?? id;
      const test = was.test && {
        ...was.test,
        variants: was.test.variants.map((one) => ({ ...one, template: one.template && named(one.template) })),
      };
      return { ...was, template: named(was.template), test };
    };
    const structure: PlanCampaign = {
      ...campaign,
      kept: each.structure,
      triggers: [],
      backfill: null,
      stages: null,
      audience: null,
      exitOn: old.exitOn.map(rename.condition),
      steps: old.steps.map((step) => graftStep(step, rename, action)),
      moved: old.moved,
      removed: [],
    };
    plan = { ...plan, campaigns: [...plan.campaigns, structure] };
  }
  return plan;
}

function graftStep(step: Step, rename: Renaming, message: (step: Step, action: MessageAction) => MessageAction): Step {
  const inside = (steps: readonly Step[]): readonly Step[] => steps.map((each) => graftStep(each, rename, message));
  const { delay, when, action } = step;
  const at = delay?.at ?? null;
  return {
    ...step,
    delay:
      delay === null
        ? null
        : { ...delay, at: typeof at === 'object' && at !== null ? { trait: rename.trait(at.trait) } : at },
    when: when && rename.condition(when),
    action: graftAction(action),
  };

  function graftAction(was: Action): Action {
    switch (was.kind) {
      case 'message':
        return message(step, was);
      case 'exit':
        return was;
      case 'branch':
        return {
          ...was,
          branches: was.branches.map((branch) => ({
            when: branch.when && rename.condition(branch.when),
            steps: inside(branch.steps),
          })),
        };
      case 'split':
        return { ...was, variants: was.variants.map((each) => ({ ...each, steps: inside(each.steps) })) };
      case 'wait_for':
        return {
          ...was,
          for:
            was.for.kind === 'event' ? was.for : { kind: 'condition', condition: rename.condition(was.for.condition) },
          met: inside(was.met),
          otherwise: inside(was.otherwise),
        };
    }
  }
}
