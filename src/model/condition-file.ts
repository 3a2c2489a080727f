// Generated from schemas/condition.schema.json by schemas/generate.mjs; do not edit.
// biome-ignore-all format: generated

/** One test, told by its key: `all`, `any`, `not`, `attribute`, `event`, `segment`, `stage` or `message`. */
export interface ConditionFile {
  /** True when every condition of the list is. */
  readonly all?: readonly ConditionFile[];
  /** True when at least one condition of the list is. */
  readonly any?: readonly ConditionFile[];
  /** True when the condition is not. */
  readonly not?: ConditionFile;
  /** An attribute or trait of the profile; parts of a trait follow a dot. Needs at least one operator beside it (`is`, `in`, `gte` …); several must all hold. */
  readonly attribute?: string;
  /** Equal to this value. Text matches case exactly; null is never equal to anything. */
  readonly is?: string | number | boolean;
  /** The exact opposite of `is`: also true when the value is unknown. */
  readonly is_not?: string | number | boolean;
  /** Equal to one of these values. */
  readonly in?: readonly (string | number | boolean)[];
  /** The exact opposite of `in`: also true when the value is unknown. */
  readonly not_in?: readonly (string | number | boolean)[];
  /** Greater than this number or date. */
  readonly gt?: number | string;
  /** Greater than or equal to this number or date. */
  readonly gte?: number | string;
  /** Less than this number or date. */
  readonly lt?: number | string;
  /** Less than or equal to this number or date. */
  readonly lte?: number | string;
  /** From the first to the second, both included. */
  readonly between?: readonly [number | string, number | string];
  /** The text has this part in it. Case matters. */
  readonly contains?: string;
  /** The text begins with this. Case matters. */
  readonly starts_with?: string;
  /** `true`: the value is known. `false`: it is not. */
  readonly exists?: boolean;
  /** True when the profile has this event (as often as `count` says, otherwise at least once), with all of `where`, in the time given. */
  readonly event?: string;
  /** Only events whose properties pass these tests. */
  readonly where?: WhereFile;
  /** Events before this moment; beside `attribute`: the date or time is earlier than this. */
  readonly before?: string;
  /** Events at this moment or later; beside `attribute`: the date or time is at this moment or later. */
  readonly after?: string;
  /** Events of this last stretch of time; beside `attribute`: the date or time is no longer ago than this, and not in the future. */
  readonly within?: string;
  /** How many events it takes. `{lt: 1}` is true for people with none. */
  readonly count?: NumberTestFile;
  /** What one number property of the events must add up to. No event adds up to 0. */
  readonly sum?: Readonly<Record<string, NumberTestFile>>;
  /** True for people in this segment of the configuration. */
  readonly segment?: string;
  /** True for people in this lifecycle stage. */
  readonly stage?: string;
  /** True when a message of a campaign got this far with the profile. */
  readonly message?: {
    /** The campaign, in whichever of the person’s journeys. Without it, this one: in a step, the message of this very journey. */
    readonly campaign?: string;
    /** The step that sends the message. */
    readonly step: string;
    /** What became of the message, as far as its channel can tell: of an SMS nobody knows whether it was opened, of a webhook only that it was sent. `bounced` is also any other message that failed for good (`sms_failed`). */
    readonly was: 'sent' | 'delivered' | 'opened' | 'clicked' | 'bounced';
  };
}

/** Tests of one value; all must hold. */
export interface ValueTestFile {
  /** Equal to this value. Text matches case exactly; null is never equal to anything. */
  readonly is?: string | number | boolean;
  /** The exact opposite of `is`: also true when the value is unknown. */
  readonly is_not?: string | number | boolean;
  /** Equal to one of these values. */
  readonly in?: readonly (string | number | boolean)[];
  /** The exact opposite of `in`: also true when the value is unknown. */
  readonly not_in?: readonly (string | number | boolean)[];
  /** Greater than this number or date. */
  readonly gt?: number | string;
  /** Greater than or equal to this number or date. */
  readonly gte?: number | string;
  /** Less than this number or date. */
  readonly lt?: number | string;
  /** Less than or equal to this number or date. */
  readonly lte?: number | string;
  /** From the first to the second, both included. */
  readonly between?: readonly [number | string, number | string];
  /** The text has this part in it. Case matters. */
  readonly contains?: string;
  /** The text begins with this. Case matters. */
  readonly starts_with?: string;
  /** `true`: the value is known. `false`: it is not. */
  readonly exists?: boolean;
  /** For dates and times: earlier than this moment. */
  readonly before?: string;
  /** For dates and times: at this moment or later. */
  readonly after?: string;
  /** For dates and times: no longer ago than this, and not in the future. */
  readonly within?: string;
}

/** Tests of one number; all must hold. */
export interface NumberTestFile {
  /** Equal to this number. */
  readonly is?: number;
  /** Any other number. */
  readonly is_not?: number;
  /** More than this. */
  readonly gt?: number;
  /** This or more. */
  readonly gte?: number;
  /** Less than this. */
  readonly lt?: number;
  /** This or less. */
  readonly lte?: number;
  /** From the first to the second, both included. */
  readonly between?: readonly [number, number];
}

/** Property tests: a plain value means equal to it, otherwise operators. All must hold. */
export type WhereFile = Readonly<Record<string, string | number | boolean | ValueTestFile>>;

/** Messages go only in these hours of the profile’s wall clock. It narrows quiet hours and holidays, and never widens them. */
export interface SendWindowFile {
  /** Open from this time, included. Without it: from midnight. */
  readonly from?: string;
  /** To this time of the same day, not included. Without it: to midnight. */
  readonly to?: string;
  /** On these days. Without it: every day. */
  readonly on?: 'weekdays' | 'weekends' | 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday' | readonly ('weekdays' | 'weekends' | 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday')[];
  /** What happens to a message that comes due outside of it. */
  readonly on_blocked: 'defer' | 'skip' | 'exit';
}

/** The attributes of the person, also by the column names of `identity`, and the traits that compare people (`rfm.percentile`), which no single person’s events tell; what is not written is unknown. Without an email address they have a made-up one; `null` says that there is none. */
export type MadePersonFile = Readonly<Record<string, string | number | boolean | null>>;
