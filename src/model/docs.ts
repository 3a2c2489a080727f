import type { Metric } from './metric.js';
import type { Plan, PlanCampaign } from './plan.js';
import type { TimeOfDay, ValueType } from './value.js';

/** A project as its marketers read it: the plan, with what the files, the calendar and Git say around it. */
export interface Docs {
  readonly plan: Plan;
  /** `YYYY-MM-DD`: the first day of all calendars, on the project's clock. */
  readonly day: string;
  /** Every metric that is declared, by name. */
  readonly metrics: Readonly<Record<string, Metric>>;
  /** In the order of the plan. */
  readonly campaigns: readonly CampaignDocs[];
  /** Everything that is declared and that campaigns use, by kind and name. */
  readonly names: readonly NameDocs[];
  readonly history: ProjectHistory;
  /** Where the page of all messages is, as seen from this page: a relative path, or an address; null: nowhere. */
  readonly preview: string | null;
}

/** One campaign with what is known around it. */
export interface CampaignDocs {
  readonly campaign: PlanCampaign;
  /** Relative to the project root. */
  readonly file: string;
  /** One for each stage of its people; empty when there are no stages. */
  readonly moves: readonly StageMove[];
  readonly calendar: CampaignCalendar;
  /** What it asks or shows itself, by the `key` of the name. */
  readonly uses: readonly string[];
  /** The newest changes of its file and its templates, newest first. */
  readonly commits: readonly Commit[];
}

/** Where people of one stage are when the goal of a campaign happens. */
export interface StageMove {
  readonly from: string;
  /** The same as `from`: they stay. Null: the stages do not tell. */
  readonly to: string | null;
  /** Where they may be instead: what the stages ask cannot be told from the goal alone. */
  readonly perhaps: readonly string[];
}

/** What a campaign does on some days to come. */
export interface CampaignCalendar {
  readonly days: readonly CalendarDay[];
  /** In order of time. */
  readonly moments: readonly CalendarMoment[];
  /** Whether people also enter at times that no calendar tells. */
  readonly asItHappens: boolean;
  /** The hours of the day, on each person's clock, at which its messages may go; `to` is not included (1440 is midnight); null when there are none. */
  readonly hours: { readonly from: TimeOfDay; readonly to: number } | null;
}

/** One day, on the project's clock. */
export interface CalendarDay {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Whether nothing promotional goes: to nobody, or to those of some regions (the values of the attribute). */
  readonly holiday: 'none' | 'everybody' | readonly string[];
}

/** Something that the calendar alone brings. */
export interface CalendarMoment {
  readonly date: string;
  /** Null: each person has an hour of their own. */
  readonly minutes: TimeOfDay | null;
  /** The message that goes; null: people enter. */
  readonly step: string | null;
  /** Whether it is certain: others come only to some, or not before. */
  readonly certain: boolean;
  /** What a holiday, quiet hours or a send window do to it; null: nothing. */
  readonly held: 'waited' | 'skipped' | null;
}

/** The kinds of names that a project declares, in the order in which they are listed. */
export const NAME_KINDS = ['attribute', 'trait', 'event', 'segment', 'catalog', 'block'] as const;

/** A kind of name. */
export type NameKind = (typeof NAME_KINDS)[number];

/** One thing that a project declares. */
export interface NameDocs {
  /** `attribute:country`. */
  readonly key: string;
  readonly kind: NameKind;
  readonly name: string;
  /** Null where it has no value of its own: an event, a segment. */
  readonly value: ValueDocs | null;
  readonly description: string | null;
  /** The properties of an event, the columns of a catalog. */
  readonly parts: readonly { readonly name: string; readonly value: ValueDocs; readonly description: string | null }[];
  /** Where it is declared; null for what lifecycle knows by itself. */
  readonly place: { readonly file: string; readonly line: number } | null;
  /** Campaigns that use it, by themselves or through a segment, trait or metric. */
  readonly usedBy: readonly string[];
}

/** What the tracking plan says of a value. */
export interface ValueDocs {
  readonly type: ValueType;
  readonly optional: boolean;
  readonly oneOf: readonly string[] | null;
}

/** A change that somebody made. */
export interface Commit {
  /** The whole hash. */
  readonly hash: string;
  /** `YYYY-MM-DD`, on the project's clock. */
  readonly date: string;
  readonly author: string;
  readonly subject: string;
}

/** What Git tells of the project. */
export type ProjectHistory =
  | {
      readonly kind: 'known';
      /** The commit that is checked out. */
      readonly head: string;
      /** Whether the clone holds only the newest commits. */
      readonly shallow: boolean;
    }
  | { readonly kind: 'unknown'; readonly why: string };
