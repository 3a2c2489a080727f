import { eventMeasures, type Metric } from '../../model/metric.js';
import { parsePercentage } from '../../model/percentage.js';
import type { CampaignSource, Project } from '../../model/project.js';
import { type MessageTime, messageTimes } from '../../pressure/message-times.js';
import { declaredEvents } from '../names/declared-events.js';
import { metricMeasures } from '../names/metric-measures.js';
import { remember } from '../remember.js';
import { timedSteps } from '../timing/timed-steps.js';
import { leavesOf } from '../walk/walk-conditions.js';
import { messagesOf } from '../walk/walk-messages.js';
import { campaignMap, isMap, mapAt, mapsAt, textAt, triggersOf, type YamlMap } from '../yaml-map.js';

/** A cart that was left behind: the trigger, and the purchase that keeps people out. */
export interface CartTrigger {
  readonly trigger: YamlMap;
  readonly event: string;
  readonly purchase: string;
}

/** What a campaign is measured by; null when its metric is not known. */
export function kpiMetric(project: Project, campaign: CampaignSource): Metric | null {
  const name = textAt(mapAt(campaignMap(campaign), 'kpi'), 'metric');
  return name === null ? null : (metricMeasures(project).get(name) ?? null);
}

/** The events that a campaign's KPI is made of; empty when its metric is not known. */
export function kpiEvents(project: Project, campaign: CampaignSource): readonly string[] {
  const metric = kpiMetric(project, campaign);
  return metric === null ? [] : [...new Set(eventMeasures(metric.measure).map(({ event }) => event))];
}

/** Whether no single event reaches the goal of its KPI: it grows with every one, or asks for later ones. */
export function isCounted(project: Project, campaign: CampaignSource): boolean {
  const measure = kpiMetric(project, campaign)?.measure;
  if (measure?.kind === 'share') return (measure.atLeast ?? 1) > 1;
  return measure !== undefined && ['count', 'score', 'retention', 'complement'].includes(measure.kind);
}

/** Whether it sends anything that needs consent. */
export function isPromotional(project: Project, campaign: CampaignSource): boolean {
  return hasPromotion(timedSteps(project, campaign));
}

/** The triggers that wait for a cart to be left: an event named after a cart, unless what the KPI counts follows. */
export function cartTriggers(project: Project, campaign: CampaignSource): readonly CartTrigger[] {
  const goals = kpiEvents(project, campaign);
  return triggersOf(campaign).flatMap((trigger) => {
    const event = textAt(trigger, 'event');
    const named = [event, textAt(trigger, 'key')].some((name) => name !== null && CART.test(name));
    const purchase = unlessOf(trigger)
      .flatMap((one) => textAt(one, 'event') ?? [])
      .find((name) => goals.includes(name));
    return event === null || !named || purchase === undefined || goals.includes(event)
      ? []
      : [{ trigger, event, purchase }];
  });
}

/** The events under `unless`, written alone or as a list. */
export function unlessOf(trigger: YamlMap): readonly YamlMap[] {
  const { unless } = trigger;
  return isMap(unless) ? [unless] : mapsAt(trigger, 'unless').map(({ item }) => item);
}

/** Whether a journey can end by one of these events; what asks for anything else (a segment, a trait, a misspelt event) may well mean them too. */
export function canExitOn(project: Project, campaign: CampaignSource, events: readonly string[]): boolean {
  return mapsAt(campaignMap(campaign), 'exit_on').some(({ item }) =>
    leavesOf(item).some((leaf) => {
      const event = textAt(leaf, 'event');
      return event === null || events.includes(event) || !declaredEvents(project).has(event);
    }),
  );
}

/** The first promotional message that everybody still inside gets, asked nothing, when others may have gone out before; null when there is none. */
export function followUp(project: Project, campaign: CampaignSource): MessageTime<YamlMap> | null {
  const times = messageTimes(timedSteps(project, campaign));
  return (
    times.find(
      ({ message, canBeFirst }) => !canBeFirst && !message.transactional && unasked(campaign).has(message.source),
    ) ?? null
  );
}

const unasked = remember(
  (campaign: CampaignSource): ReadonlySet<YamlMap> =>
    new Set(messagesOf(campaign).flatMap(({ step, message }) => (step.when === undefined ? [message] : []))),
);

/** A share of people as a number; 0 when it is not written. */
export function shareAt(holder: YamlMap | null, key: string): number {
  return parsePercentage(textAt(holder, key) ?? '') ?? 0;
}

const CART = /(?:^|_)(?:cart|basket|bag|checkout|trolley|warenkorb|panier)(?:_|$)/i;

function hasPromotion(steps: ReturnType<typeof timedSteps>): boolean {
  return steps.some(({ action }) => {
    if (action.kind === 'message') return !action.transactional;
    return action.kind === 'paths' && action.paths.some((path) => hasPromotion(path.steps));
  });
}
