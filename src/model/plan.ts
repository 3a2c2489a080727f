import type { Channel, HttpChannel } from './channel.js';
import type { Condition, LocalMoment, PropertyTest, Trait } from './condition.js';
import type { DkimSetting } from './dkim-setting.js';
import type { HoldoutUnit } from './exposure.js';
import type { Kpi } from './kpi.js';
import type { Economics } from './measurement.js';
import type { MessageTest } from './message-test.js';
import type { Metric } from './metric.js';
import type { Acceptance, MovedStep, RemovedStep } from './plan-edits.js';
import type { CampaignLayer } from './plan-layer.js';
import type { Rate } from './rate.js';
import type { Duration, TimeOfDay, ValueType, Weekday } from './value.js';

/** What `lifecycle build` writes: everything a run needs, and no secret, person, timestamp or absolute path. */
export interface Plan {
  readonly format: 4;
  /** `sha256:…` over the canonical JSON of everything but `hash`, `compiler` and `sources`. */
  readonly hash: string;
  readonly compiler: string;
  readonly sources: readonly { readonly path: string; readonly sha256: string }[];
  readonly project: string;
  /** IANA zone for profiles without one of their own. */
  readonly timezone: string;
  readonly data: PlanData;
  readonly identity: Identity;
  /** By name. Declared attributes only; traits stand beside them. */
  readonly attributes: Readonly<Record<string, AttributeType>>;
  /** By event name, then property. The built-in events stand beside the declared ones. */
  readonly events: Readonly<Record<string, Readonly<Record<string, ValueType>>>>;
  /** By the name that conditions use; a trait with parts stands once for each (`rfm.score`). */
  readonly traits: Readonly<Record<string, PlanTrait>>;
  readonly segments: Readonly<Record<string, Condition>>;
  /** Ordered; a profile is in the first whose `when` holds; the last has none. */
  readonly stages: readonly { readonly id: string; readonly when: Condition | null }[];
  /** By name. Those that campaigns are measured by and that message tests decide by, with what they are made of. */
  readonly metrics: Readonly<Record<string, Metric>>;
  readonly topics: Readonly<Record<string, Topic>>;
  readonly policies: Policies;
  readonly holdouts: { readonly global: number; readonly salt: string; readonly unit?: HoldoutUnit };
  readonly channels: { readonly email: EmailChannel | null } & Readonly<Partial<Record<HttpChannel, HttpTarget>>>;
  /** Sorted by id. */
  readonly campaigns: readonly PlanCampaign[];
  /** By id; `codes` is a file relative to the project root, of which each message with the incentive gets its own; `cost` is what it costs when it is used, 0 when nobody said. */
  readonly incentives: Readonly<Record<string, { readonly codes: string | null; readonly cost: number }>>;
  /** What things are worth and cost; of incentives it stands beside them. */
  readonly economics: Omit<Economics, 'costPerIncentive'> | null;
  /** By id; those that a template takes in. */
  readonly blocks: Readonly<Record<string, PlanBlock>>;
  /** By name; those that a template looks something up in. */
  readonly catalogs: Readonly<Record<string, PlanCatalog>>;
  readonly languages: Languages;
  /** By template id (`cart/help`), then by language tag (`''` is the default one). */
  readonly templates: Readonly<Record<string, Readonly<Record<string, CompiledTemplate>>>>;
}

/** Where the plan reads from and writes to. */
export interface PlanData {
  /** Paths or globs relative to the project root. */
  readonly profiles: readonly string[];
  readonly events: readonly string[];
  /** A table of what was spent, relative to the project root; absent where no metric asks for it. */
  readonly costs?: string;
  /** SQLite file relative to the project root. */
  readonly ledger: string;
  /** Share of rows set aside (0 to 1) above which a run stops before sending. */
  readonly maxBadRatio: number;
}

/** Which column of the profiles holds what. */
export interface Identity {
  readonly id: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly timezone: string | null;
  readonly locale: string | null;
}

/** A declared attribute of profiles. */
export interface AttributeType {
  readonly type: ValueType;
  readonly optional: boolean;
  readonly pii: boolean;
  readonly enum: readonly string[] | null;
}

/** A computed attribute. */
export interface PlanTrait {
  readonly trait: Trait;
  /** The type of its value; `nullable` when it may be unknown. */
  readonly type: ValueType;
  readonly nullable: boolean;
}

/** What people agree to hear about. */
export interface Topic {
  readonly label: string;
  /** The boolean attribute that says yes; null for transactional topics. */
  readonly consent: string | null;
  /** No consent, no holdout, no caps; no promotion allowed. Quiet hours still hold. */
  readonly transactional: boolean;
  /** A message of which no answer came goes again as it was; absent: never. Only with `transactional`. */
  readonly atLeastOnce?: true;
}

/** What becomes of a message that a policy blocks: it waits, it is passed over, or the journey ends. */
export type OnBlocked = 'defer' | 'skip' | 'exit';

/** The rules that hold for every message that is not transactional; quiet hours hold for those too. */
export interface Policies {
  readonly quietHours: { readonly from: TimeOfDay; readonly to: TimeOfDay; readonly onBlocked: OnBlocked } | null;
  readonly holidays: Holidays | null;
  readonly frequencyCaps: readonly FrequencyCap[];
  /** How late after its planned time a message may still be handed over; hours in which it may not go do not count. */
  readonly lateness: Duration;
}

/** Days of the profile's calendar on which nothing promotional goes: `MM-DD` every year, `YYYY-MM-DD` once. */
export interface Holidays {
  /** For everybody. */
  readonly dates: readonly string[];
  /** Besides those, by the value of an attribute. */
  readonly regions: {
    readonly attribute: string;
    readonly dates: Readonly<Record<string, readonly string[]>>;
  } | null;
  readonly onBlocked: OnBlocked;
}

/** When messages may go on the profile's wall clock: from `from` (included) to `to` (not included, 1440 is midnight) on the days `on` (null: every day). */
export interface SendWindow {
  readonly from: TimeOfDay;
  readonly to: number;
  readonly on: readonly Weekday[] | null;
  readonly onBlocked: OnBlocked;
}

/** At most `max` in any rolling `per`; `counts: incentives` counts and blocks only messages that carry an incentive. Each scope that is not null narrows both further. */
export interface FrequencyCap {
  readonly counts: 'messages' | 'incentives';
  readonly max: number;
  readonly per: Duration;
  readonly channel: Channel | null;
  readonly topic: string | null;
  readonly incentive: string | null;
  readonly onBlocked: OnBlocked;
}

/** How fast messages may be handed over: all of a channel together, and by domain of the email address. */
export interface RateLimits {
  readonly rate: Rate | null;
  readonly perDomain: Readonly<Record<string, Rate>>;
  /** For each domain that is not named, by itself. */
  readonly otherDomains: Rate | null;
}

/** Text fields may hold `${NAME}`: an environment variable read only at hand-over. */
export interface EmailChannel {
  readonly transport: string;
  readonly from: string;
  readonly replyTo: string | null;
  readonly postalAddress: string;
  /** The https address behind unsubscribe links. */
  readonly unsubscribe: string;
  readonly throttle: RateLimits | null;
  /** What signs emails, the first on top; absent: they leave unsigned. */
  readonly dkim?: readonly DkimSetting[];
}

/** Where the messages of a channel are handed over by signed calls. Both may hold `${NAME}`: an environment variable read only at hand-over. */
export interface HttpTarget {
  readonly url: string;
  readonly secret: string;
  readonly throttle: RateLimits | null;
}

/** One campaign, with every name resolved. */
export interface PlanCampaign {
  readonly id: string;
  readonly name: string;
  readonly owner: string | null;
  readonly goal: string;
  /** Stage ids it serves; null means every stage. */
  readonly stages: readonly string[] | null;
  readonly kpi: Kpi;
  /** Share kept out, 0 to 1. */
  readonly holdout: number;
  /** What its people are assigned by, from the lock; absent when that is the campaign's id, in version 1. */
  readonly assignment?: { readonly salt: string; readonly version: number };
  /** Absent: it is in no layer, and chance keeps nobody from entering. */
  readonly layer?: CampaignLayer;
  /** Higher wins when a cap allows one message. */
  readonly priority: number;
  /** When its messages may go; null: whenever the policies allow. */
  readonly sendWindow: SendWindow | null;
  readonly triggers: readonly Trigger[];
  /** How long before its first run things still enter, as though it had begun that much earlier; null: only what happens afterwards. */
  readonly backfill: Duration | null;
  readonly audience: Condition | null;
  readonly exitOn: readonly Condition[];
  readonly reentry: Reentry;
  readonly inFlight: 'pinned' | 'follow';
  readonly steps: readonly Step[];
  /** Steps whose id changed, as written. */
  readonly moved: readonly MovedStep[];
  /** Steps that were taken away on purpose. */
  readonly removed: readonly RemovedStep[];
  /** Changes that are meant, as written. */
  readonly accepts: readonly Acceptance[];
  /** Only where the structure of an earlier plan stands beside the newest, for those who finish it: its fingerprint. Never in a plan that was built. */
  readonly kept?: string;
}

/** Whether a person who has been in may enter again. */
export type Reentry =
  | { readonly kind: 'never' }
  | { readonly kind: 'always' }
  /** Counted from the last entry. */
  | { readonly kind: 'after'; readonly duration: Duration };

/** One way into a campaign. */
export type Trigger =
  | {
      readonly kind: 'event';
      readonly event: string;
      readonly where: readonly PropertyTest[];
      /** One journey for each value of this property. */
      readonly key: string | null;
      /** Entering waits until the longest `within` has passed; any match in (event, event + within] means no entry. */
      readonly unless: readonly Unless[];
    }
  | { readonly kind: 'enters' | 'leaves'; readonly group: Group }
  | { readonly kind: 'schedule'; readonly schedule: Schedule; readonly zone: 'profile' | 'project' }
  /** When the last `event` is `for` old and none came since; a trait is a number of days. */
  | { readonly kind: 'inactive'; readonly event: string; readonly for: Duration | { readonly trait: string } }
  | DateTrigger
  | ReceivedTrigger;

/** When a message was handed over to somebody: those whose mail server, or provider, is known to have taken it. For corrections. */
export interface ReceivedTrigger {
  readonly kind: 'received';
  readonly campaign: string;
  readonly step: string;
  /** Only messages that were decided under the plan with this hash. */
  readonly plan: string | null;
  /** Only from the first moment, up to the second; on the clock of the project where they have none of their own. */
  readonly between: { readonly from: LocalMoment; readonly to: LocalMoment } | null;
}

/** A segment or a stage that people come into and leave. */
export type Group = Extract<Condition, { kind: 'segment' | 'stage' }>;

/**
 * When the day in an attribute comes, on the profile's clock: months and days of the offset move the day, then `at` is the time of that day, then hours and
 * minutes of the offset are exact.
 */
export interface DateTrigger {
  readonly kind: 'date';
  /** A declared attribute of type `date` or `time`. */
  readonly attribute: string;
  readonly offset: { readonly direction: 'before' | 'after'; readonly duration: Duration } | null;
  /** Every year from the day itself on; 29 February is served on 1 March in other years. */
  readonly yearly: boolean;
  /** Null: midnight for a `date`, its own moment for a `time`. */
  readonly at: TimeOfDay | null;
}

/** An event that keeps people out when it comes within `within` of the trigger. */
export interface Unless {
  readonly event: string;
  readonly where: readonly PropertyTest[];
  readonly within: Duration;
}

/** A recurring local time (five cron fields, each the sorted list of allowed numbers) or a single local moment. */
export type Schedule =
  | {
      readonly kind: 'cron';
      readonly text: string;
      readonly minutes: readonly number[];
      readonly hours: readonly number[];
      readonly daysOfMonth: readonly number[];
      readonly months: readonly number[];
      readonly weekdays: readonly Weekday[];
      /** Cron's rule: when both day fields are restricted, either may match. */
      readonly eitherDay: boolean;
    }
  | { readonly kind: 'once'; readonly local: string };

/** One step: first its delay, then whether it is for this person, then its action. */
export interface Step {
  readonly id: string;
  readonly delay: Delay | null;
  readonly when: Condition | null;
  readonly action: Action;
}

/** First `for` (zero when null), then forward to the next `at` on an allowed day (`on` null: any day). */
export interface Delay {
  readonly for: Duration | null;
  /** A trait is one of kind `best_hour`: its hour as it stands when the delay begins; while it is unknown there is no `at`. */
  readonly at: TimeOfDay | { readonly trait: string } | null;
  readonly on: readonly Weekday[] | null;
}

/** What a step does. */
export type Action =
  | MessageAction
  | {
      readonly kind: 'branch';
      readonly branches: readonly { readonly when: Condition | null; readonly steps: readonly Step[] }[];
    }
  | {
      readonly kind: 'split';
      /** Weights are shares, 0 to 1, summing to 1. */
      readonly variants: readonly { readonly id: string; readonly weight: number; readonly steps: readonly Step[] }[];
    }
  | WaitAction
  | { readonly kind: 'exit'; readonly reason: string };

/** Waits, from when the step is due until `within` later by the calendar: goes to `met` (written `then`) as soon as what it waits for comes, to `otherwise` when the time is over. */
export interface WaitAction {
  readonly kind: 'wait_for';
  readonly for: Awaited;
  readonly within: Duration;
  readonly met: readonly Step[];
  readonly otherwise: readonly Step[];
}

/** An event that comes after the waiting began, or a condition that is true then or becomes so. */
export type Awaited =
  | { readonly kind: 'event'; readonly event: string; readonly where: readonly PropertyTest[] }
  | { readonly kind: 'condition'; readonly condition: Condition };

/** Sends one message. */
export interface MessageAction {
  readonly kind: 'message';
  readonly channel: Channel;
  readonly template: string;
  readonly topic: string;
  /** Liquid, in place of the template's own subject. */
  readonly subject: string | null;
  readonly incentive: string | null;
  readonly test: MessageTest | null;
  /** In place of the campaign's. */
  readonly sendWindow: SendWindow | null;
  /** In place of what the policy or the campaign's send window that blocks it says; null: as the policy says. */
  readonly onBlocked: OnBlocked | null;
}

/** A template after MJML: Liquid text only, each value already followed by the filter that its place needs. */
export interface CompiledTemplate {
  /** BCP 47: the language of month names and amounts. */
  readonly lang: string;
  /** Of an email; the title of any other message, empty when it has none. */
  readonly subject: string;
  readonly preheader: string | null;
  readonly from: string | null;
  /** Empty for messages other than email. */
  readonly html: string;
  /** For a webhook, JSON. */
  readonly text: string;
}

/** A table that templates look things up in: a path or glob relative to the project root, the column that tells its rows apart, and the types of its columns. */
export interface PlanCatalog {
  readonly file: string;
  readonly key: string;
  readonly columns: Readonly<Record<string, { readonly type: ValueType; readonly optional: boolean }>>;
}

/** The language of templates whose name has none, and by language tag the one that stands in where a template has no variant in it. */
export interface Languages {
  readonly default: string;
  readonly fallback: Readonly<Record<string, string>>;
}

/** Rules that choose what one place of a message shows: the first that holds when the message is due. Templates hold what they choose. */
export interface PlanBlock {
  readonly rules: readonly { readonly when: Condition | null; readonly partial: string }[];
}
