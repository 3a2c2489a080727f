/** Who may come into a campaign, as one condition: its audience, the segment that it is entered by, its stages. */
export function membership(campaign) {
  const groups = campaign.triggers.flatMap((trigger) => (trigger.kind === 'enters' ? [trigger.group] : []));
  const stages = campaign.stages === null ? [] : [{ kind: 'any', of: campaign.stages.map((stage) => ({ kind: 'stage', stage })) }];
  return { kind: 'all', of: [...(campaign.audience === null ? [] : [campaign.audience]), ...groups, ...stages] };
}
