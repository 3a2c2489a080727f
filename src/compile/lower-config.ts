import { BUILT_IN_EVENTS } from '../model/built-in-events.js';
import type { HttpChannel } from '../model/channel.js';
import type { ConfigFile } from '../model/config-file.js';
import type { SourceFile } from '../model/config-parts-file.js';
import { compareText } from '../model/diagnostic.js';
import { ZERO } from '../model/duration.js';
import { invariant } from '../model/failure.js';
import type { LockFile } from '../model/lock-file.js';
import { HOUR } from '../model/milliseconds.js';
import type {
  AttributeType,
  EmailChannel,
  Holidays,
  HttpTarget,
  Identity,
  Plan,
  PlanData,
  Policies,
  RateLimits,
  Topic,
} from '../model/plan.js';
import type { ValueType } from '../model/value.js';
import { lowerCondition, type Scope } from './lower-condition.js';
import { lowerTraits } from './lower-trait.js';
import { duration, rate, share, timeOfDay } from './written.js';

/** The parts of the plan that come from `lifecycle.config.yaml`. */
export type ConfigPart = Pick<
  Plan,
  | 'project'
  | 'timezone'
  | 'data'
  | 'identity'
  | 'attributes'
  | 'events'
  | 'traits'
  | 'segments'
  | 'stages'
  | 'topics'
  | 'policies'
  | 'holdouts'
  | 'channels'
  | 'incentives'
  | 'languages'
>;

/** A configuration that was checked → its part of the plan. */
export function lowerConfig(
  config: ConfigFile,
  channelOf: Scope['channelOf'],
  models?: LockFile['models'],
): ConfigPart {
  const scope: Scope = { campaign: null, channelOf };
  const events = lowerEvents(config);
  return {
    project: config.project,
    timezone: config.timezone,
    data: lowerData(config),
    identity: lowerIdentity(config),
    attributes: mapValues(
      config.attributes ?? {},
      (node): AttributeType => ({
        type: node.type,
        optional: node.optional ?? false,
        pii: node.pii ?? false,
        enum: node.enum ?? null,
      }),
    ),
    events,
    traits: lowerTraits(config.traits ?? {}, events, models),
    segments: mapValues(config.segments ?? {}, (node) => lowerCondition(node, scope)),
    stages: (config.stages ?? []).map(({ id, when }) => ({
      id,
      when: when === undefined ? null : lowerCondition(when, scope),
    })),
    topics: mapValues(
      config.topics ?? {},
      (node): Topic => ({
        label: node.label,
        consent: node.consent ?? null,
        transactional: node.transactional ?? false,
        ...(node.delivery === 'at_least_once' && node.transactional === true ? { atLeastOnce: true } : {}),
      }),
    ),
    languages: { default: config.languages?.default ?? 'en', fallback: config.languages?.fallback ?? {} },
    incentives: mapValues(config.incentives ?? {}, ({ codes, cost }) => ({ codes: codes ?? null, cost: cost ?? 0 })),
    policies: lowerPolicies(config.policies ?? {}),
    holdouts: {
      global: config.holdouts?.global === undefined ? 0 : share(config.holdouts.global),
      salt: config.holdouts?.salt ?? config.project,
      ...lowerUnit(config),
    },
    channels: { email: lowerEmail(config.channels?.email), ...lowerTargets(config) },
  };
}

function lowerData(config: ConfigFile): PlanData {
  return {
    profiles: paths(config.data.profiles),
    events: paths(config.data.events),
    ledger: config.ledger ?? '.lifecycle/ledger.db',
    maxBadRatio: config.policies?.max_bad_ratio === undefined ? 0.05 : share(config.policies.max_bad_ratio),
  };
}

function paths(node: SourceFile): readonly string[] {
  if (typeof node === 'string') return [node];
  invariant(!('postgres' in node), 'a checked source is a file that can be read');
  return node;
}

function lowerIdentity({ identity }: ConfigFile): Identity {
  return {
    id: identity.id,
    email: identity.email ?? null,
    phone: identity.phone ?? null,
    timezone: identity.timezone ?? null,
    locale: identity.locale ?? null,
  };
}

function lowerUnit({ holdouts, identity, attributes = {} }: ConfigFile): Pick<Plan['holdouts'], 'unit'> {
  const attribute = holdouts?.unit;
  if (attribute === undefined || attribute === identity.id) return {};
  if (attribute === identity.email) return { unit: { attribute: null, isPersonal: true } };
  return { unit: { attribute, isPersonal: attributes[attribute]?.pii === true } };
}

function lowerEvents(config: ConfigFile): Plan['events'] {
  const declared = mapValues(config.events ?? {}, (properties) =>
    mapValues(properties, (property): ValueType => (typeof property === 'string' ? property : property.type)),
  );
  return { ...BUILT_IN_EVENTS, ...declared };
}

function lowerPolicies(node: NonNullable<ConfigFile['policies']>): Policies {
  const quiet = node.quiet_hours;
  return {
    quietHours:
      quiet === undefined
        ? null
        : { from: timeOfDay(quiet.from), to: timeOfDay(quiet.to), onBlocked: quiet.on_blocked },
    holidays: lowerHolidays(node.holidays),
    frequencyCaps: (node.frequency_caps ?? []).map((cap) => ({
      counts: cap.messages === undefined ? 'incentives' : 'messages',
      max: cap.messages ?? cap.incentives ?? 0,
      per: duration(cap.per),
      channel: cap.channel ?? null,
      topic: cap.topic ?? null,
      incentive: cap.incentive ?? null,
      onBlocked: cap.on_blocked,
    })),
    lateness: node.lateness === undefined ? { ...ZERO, exact: 12 * HOUR, text: '12h' } : duration(node.lateness),
  };
}

function lowerHolidays(node: NonNullable<ConfigFile['policies']>['holidays']): Holidays | null {
  if (node === undefined) return null;
  const days = (list: readonly string[]): readonly string[] => [...new Set(list)].sort(compareText);
  const regions = node.regions && { attribute: node.regions.attribute, dates: mapValues(node.regions.dates, days) };
  return { dates: days(node.dates ?? []), regions: regions ?? null, onBlocked: node.on_blocked };
}

function lowerEmail(node: NonNullable<ConfigFile['channels']>['email']): EmailChannel | null {
  if (node === undefined) return null;
  return {
    transport: node.transport,
    from: node.from,
    replyTo: node.reply_to ?? null,
    postalAddress: node.postal_address,
    unsubscribe: node.unsubscribe,
    throttle: lowerThrottle(node.throttle),
    ...(node.dkim === undefined ? {} : { dkim: [node.dkim].flat() }),
  };
}

function lowerThrottle(
  node: { readonly rate?: string; readonly per_domain?: Readonly<Record<string, string>> } | undefined,
): RateLimits | null {
  if (node === undefined) return null;
  const { default: others, ...domains } = node.per_domain ?? {};
  return {
    rate: node.rate === undefined ? null : rate(node.rate),
    perDomain: mapValues(domains, rate),
    otherDomains: others === undefined ? null : rate(others),
  };
}

/** A key that is not named is in the variable that its channel is called after: no call goes unsigned. */
function lowerTargets({ channels = {} }: ConfigFile): Readonly<Partial<Record<HttpChannel, HttpTarget>>> {
  const { email: _email, ...others } = channels;
  return Object.fromEntries(
    Object.entries(others).map(([channel, { url, secret, throttle }]) => [
      channel,
      { url, secret: secret ?? `\${${channel.toUpperCase()}_SECRET}`, throttle: lowerThrottle(throttle) },
    ]),
  );
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Readonly<Record<string, B>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
