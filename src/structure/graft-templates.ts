import type { KeptCampaign } from '../model/kept-campaign.js';
import type { CompiledTemplate, Plan } from '../model/plan.js';
import { sortedJson } from './fingerprint.js';
import type { Renaming } from './graft-definitions.js';
import { writtenName } from './graft-definitions.js';
import { blockCall } from './named-definitions.js';

/** Brings a template of a kept structure into a plan that has none of its name; returns the plan, and the name by which the structure's messages ask for it. */
export function graftTemplate(
  plan: Plan,
  { plan: old }: KeptCampaign,
  id: string,
  rename: Renaming,
): readonly [plan: Plan, name: string] {
  const template = old.templates[id];
  if (plan.templates[id] !== undefined || template === undefined) return [plan, id];
  const blocks: Record<string, Plan['blocks'][string]> = { ...plan.blocks };
  const calls: [string, string][] = [];
  for (const [name, { rules }] of Object.entries(old.blocks)) {
    if (!sortedJson(template).includes(JSON.stringify(blockCall(name)).slice(1, -1))) continue;
    const block = { rules: rules.map((rule) => ({ ...rule, when: rule.when && rename.condition(rule.when) })) };
    const there = blocks[name];
    const placed = there === undefined || sortedJson(there) === sortedJson(block) ? name : rename.own(name);
    blocks[placed] = block;
    // What a block chooses is a number, and the template holds the texts: another list of rules would choose another text.
    if (placed !== name) calls.push([blockCall(name), blockCall(placed)]);
  }
  const text = (written: string): string => calls.reduce((all, [from, to]) => all.replaceAll(from, to), written);
  const renamed = Object.fromEntries(
    Object.entries(template).map(([lang, one]): [string, CompiledTemplate] => [
      lang,
      { ...one, subject: text(one.subject), html: text(one.html), text: text(one.text) },
    ]),
  );
  const name = rename.own(id);
  return [{ ...plan, blocks, templates: { ...plan.templates, [name]: renamed } }, name];
}

/** The template that a message was planned with: of the newest plan, else as it is kept for those who finish an older structure. */
export function findTemplate(
  { templates }: Pick<Plan, 'templates'>,
  name: string,
): Plan['templates'][string] | undefined {
  const written = writtenName(name);
  const kept = Object.keys(templates).find((each) => writtenName(each) === written);
  return templates[written] ?? templates[name] ?? (kept === undefined ? undefined : templates[kept]);
}
