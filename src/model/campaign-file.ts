// Generated from schemas/campaign.schema.json by schemas/generate.mjs; do not edit.
// biome-ignore-all format: generated
import type { ConditionFile, MadePersonFile, SendWindowFile, WhereFile } from './condition-file.js';

/** One campaign. Its id is the name of the file without `.yaml`. */
export interface CampaignFile {
  /** What people call it. */
  readonly name: string;
  /** Who answers for it. */
  readonly owner?: string;
  /** Words to select it by (`tag:summer`). */
  readonly tags?: readonly string[];
  /** The lifecycle stages it serves; part of the audience. Without it: every stage. */
  readonly stage?: readonly string[];
  /** What it is for, in a sentence. */
  readonly goal: string;
  /** How we know that it works. */
  readonly kpi: {
    /** A metric of the configuration. */
    readonly metric: string;
    /** Counted from the first message that a person gets, or would have got: for treated and held-out alike. */
    readonly window: string;
    /** The smallest relative lift worth having. */
    readonly minimum_lift?: string;
    /** Metrics that are shown beside it and decide nothing. */
    readonly secondary?: readonly string[];
    /** Metrics that must not get worse, each by its name or with how bad it may get. */
    readonly guardrails?: readonly GuardrailFile[];
    /** `fixed`: one verdict, at the date set beforehand. `sequential`: as soon as the interval that holds on every day says so, which takes more people. Without it: fixed. */
    readonly analysis?: 'fixed' | 'sequential';
    /** When the verdict falls, counted from the first message that went, or would have gone. It must be longer than the window. Without it: 60d, and with a longer window 30d after that. */
    readonly verdict_after?: string;
  };
  /** The share of people who pass through it without getting anything. Without it: nobody. */
  readonly holdout?: string;
  /** Who wins when a cap allows one message: the highest. Without it: 50. */
  readonly priority?: number;
  /** When its messages may go, on the profile’s wall clock; a message may have its own in its place. Quiet hours and holidays hold besides. */
  readonly send_window?: SendWindowFile;
  /** How people get in: any of the list. */
  readonly triggers: readonly TriggerFile[];
  /** Also what happened this long before the first run enters, as though the campaign had begun that much earlier: messages whose time is past are dropped as too late. Without it, only what happens afterwards. */
  readonly backfill?: string;
  /** Who may enter, asked when the trigger has happened. */
  readonly audience?: ConditionFile;
  /** When any of these becomes true, the journey ends. An event counts when it happens after entering; a message that still waits to be handed over is then dropped. */
  readonly exit_on?: readonly ConditionFile[];
  /** Whether a person who has been in it may enter again, never while still inside with the same key: `never` (without it, too), `always`, or `{after: 30d}` from the last entry. */
  readonly reentry?: 'never' | 'always' | {
    /** Counted from the last entry. */
    readonly after: string;
  };
  /** What an edit does to people inside: `pinned` (without it, too) lets them finish the structure and timing they started with, content follows; `follow` moves them to the new plan. */
  readonly in_flight?: 'pinned' | 'follow';
  /** What happens, in order. */
  readonly steps: readonly StepFile[];
  /** What must come of a made-up person; run by `lifecycle test`. */
  readonly tests?: readonly {
    /** What it shows. */
    readonly name: string;
    /** The attributes of the person, also by the column names of `identity`, and the traits that compare people (`rfm.percentile`), which no single person’s events tell; what is not written is unknown. Without an email address they have a made-up one; `null` says that there is none. */
    readonly profile?: MadePersonFile;
    /** What happens: local time of the person, event and properties. */
    readonly events: readonly string[];
    /** Every message, in order: local time and step; `[]` is none. Also, where it matters, what else happens: `TIME STEP skipped: REASON`, `TIME STEP deferred: REASON`, `TIME exited: REASON`, `TIME refused: REASON`. */
    readonly expect: readonly string[];
  }[];
  /** Steps whose id changed: people who wait in `from` wait in `to`, and what they got of `from` they are not sent again. Keep it as long as people are inside who entered before. */
  readonly moved?: readonly {
    /** The old id. */
    readonly from: string;
    /** The new id. */
    readonly to: string;
  }[];
  /** Steps that were taken away on purpose, and what becomes of people who wait in one where they follow the new plan. */
  readonly removed?: readonly ({
    /** The id it had. */
    readonly step: string;
    /** What becomes of people who wait in it: `next` (without it, too) takes them to the step that came after it, `exit` ends their journey, `drain` lets them have it before they go on. */
    readonly then?: 'next' | 'exit' | 'drain';
    /** Why. */
    readonly reason: string;
  })[];
  /** Breaking changes that are meant. */
  readonly accepts?: readonly {
    /** The change, as `lifecycle diff` names it. */
    readonly change: string;
    /** The step it is about. */
    readonly step?: string;
    /** Why it is right. */
    readonly reason: string;
    /** After this it is not accepted any more. */
    readonly until?: string;
  }[];
}

/** A metric that must not get worse. */
export type GuardrailFile = string | {
  /** A metric of the configuration. */
  readonly metric: string;
  /** The highest value it may have among the people who get messages. */
  readonly max?: string;
  /** How much worse than the held-out it may be, as a share of their value. */
  readonly non_inferior?: string;
};

/** One way in, told by its key: `event`, `enters`, `leaves`, `schedule`, `date`, `inactive` or `received`. */
export interface TriggerFile {
  /** This event happens. */
  readonly event?: string;
  /** Only when its properties pass these tests. */
  readonly where?: WhereFile;
  /** One journey for each value of this property. Without it, one for each event that may enter. */
  readonly key?: string;
  /** Entering waits for `within`; when this event happens in that time, nobody enters. Of a list, any. */
  readonly unless?: UnlessFile | readonly UnlessFile[];
  /** A profile comes to be in this segment or stage. Who was in it before the first run has not come. */
  readonly enters?: {
    /** A segment. */
    readonly segment?: string;
    /** A lifecycle stage. */
    readonly stage?: string;
  };
  /** A profile ceases to be in this segment or stage. */
  readonly leaves?: {
    /** A segment. */
    readonly segment?: string;
    /** A lifecycle stage. */
    readonly stage?: string;
  };
  /** At these times, everybody in the audience: five cron fields (minute, hour, day of month, month, weekday) or one local date and time, on the profile’s wall clock unless `zone: project`. */
  readonly schedule?: string | {
    /** Five cron fields. */
    readonly cron?: string;
    /** One local date and time. */
    readonly at?: string;
    /** Whose wall clock. Without it: the profile’s. */
    readonly zone?: 'profile' | 'project';
  };
  /** The day in this attribute (of type `date` or `time`) comes, on the profile’s clock. A day that changes counts from the run that sees it; one that is past then does not come. */
  readonly date?: string;
  /** So long after the day, or before it with a minus: months and days move the day, then `at` is the time of that day, then hours and minutes count. */
  readonly offset?: string;
  /** `yearly`: every year on this day, from the day itself on; 29 February is served on 1 March in other years. Without it: once. */
  readonly repeat?: 'yearly';
  /** At this time of the day. Without it: midnight, or the moment itself for an attribute of type `time`. */
  readonly at?: string;
  /** The last such event is so long ago, and none came since. */
  readonly inactive?: {
    /** The event that did not come. */
    readonly event: string;
    /** How long: a duration, or a part of a `purchase_gap` trait as it stands at that moment (whole days on the calendar, the rest exact); while it is unknown nobody enters, and who is past it when it becomes known does not either. */
    readonly for: string;
  };
  /** Exactly the people who got a given message, once for each: for corrections. Who got it before the first run enters in that run. A message counts when its server is known to have taken it, not while that is unknown. */
  readonly received?: {
    /** The campaign that sent it: another one than this. */
    readonly campaign: string;
    /** The step that sent it. */
    readonly step: string;
    /** Only when it was decided under the plan with this hash, as `lifecycle show` prints it. */
    readonly plan?: string;
    /** Only when it was handed over from the first moment on, and before the second; on the clock of the project. */
    readonly between?: readonly [string, string];
  };
}

/** An event that keeps people out. */
export interface UnlessFile {
  /** The event. */
  readonly event: string;
  /** Only when its properties pass these tests. */
  readonly where?: WhereFile;
  /** In this time after the trigger. */
  readonly within: string;
}

/** An optional `delay`, an optional `when` (false: the step is passed over), and one action: a channel, `branch`, `split`, `wait_for` or `exit`. */
export interface StepFile {
  /** The id of the step, unlike any other of the campaign. It is how people in flight are remembered; a change is declared in `moved`. */
  readonly id: string;
  /** How long to wait after the step before: a duration, or `{for, at, on}`: first `for`, then on to the next `at` on a day of `on`, on the profile’s wall clock. */
  readonly delay?: string | {
    /** At least so long. */
    readonly for?: string;
    /** Then at this time of the day: a time, or a `best_hour` trait as it stands when the delay begins. While that hour is unknown it is as if there were no `at`. */
    readonly at?: string;
    /** Then on one of these days: `weekdays`, `weekends`, a day, or a list of days. */
    readonly on?: 'weekdays' | 'weekends' | 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday' | readonly ('weekdays' | 'weekends' | 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday')[];
  };
  /** Who gets this step, asked when it is due; the others pass it over. */
  readonly when?: ConditionFile;
  /** Sends one email message. */
  readonly email?: MessageFile;
  /** Sends one SMS to the number in `identity.phone`. */
  readonly sms?: MessageFile;
  /** Sends one WhatsApp message to the number in `identity.phone`. */
  readonly whatsapp?: MessageFile;
  /** Sends one push message, by the id of the profile. */
  readonly push?: MessageFile;
  /** Sends one in-app message, by the id of the profile. */
  readonly in_app?: MessageFile;
  /** Tells a program, with the JSON of the template. */
  readonly webhook?: MessageFile;
  /** The first branch whose `when` is true; the last may do without and takes everybody else. */
  readonly branch?: readonly {
    /** Who takes it. Without it: everybody left. */
    readonly when?: ConditionFile;
    /** What happens there. */
    readonly steps: readonly StepFile[];
  }[];
  /** By chance, the same every time for the same person. Weights add up to 100%. */
  readonly split?: readonly {
    /** The id of the variant. */
    readonly variant: string;
    /** The share of people. */
    readonly weight: string;
    /** What happens there. */
    readonly steps: readonly StepFile[];
  }[];
  /** Waits, from when the step is due, until an event happens or a condition is true: then at once to `then`, or to `otherwise` when `within` is over; both lead on to the step behind. An `exit_on` event ends the waiting, too. */
  readonly wait_for?: {
    /** Until this event happens. One from before the waiting does not count. */
    readonly event?: string;
    /** Only when its properties pass these tests. */
    readonly where?: WhereFile;
    /** Until this is true; it may be so from the beginning. A change of attributes counts from the run that sees it. */
    readonly condition?: ConditionFile;
    /** At most so long, on the profile’s clock. */
    readonly within: string;
    /** What happens when it comes. Without it: nothing, and it goes on. */
    readonly then?: readonly StepFile[];
    /** What happens when the time runs out. Without it: nothing, and it goes on. */
    readonly otherwise?: readonly StepFile[];
  };
  /** Ends the journey; the reason is shown in reports. */
  readonly exit?: string;
}

/** One message: its template and topic. */
export interface MessageFile {
  /** The template: its path below `templates/`, without the ending. MJML for email, Liquid alone for other channels, JSON with Liquid in it for a webhook. */
  readonly template: string;
  /** What the person agreed to hear about. */
  readonly topic: string;
  /** Of an email: Liquid, in place of the template’s own subject. */
  readonly subject?: string;
  /** The discount or gift the message carries; counted by caps on `incentives`, and one of the configuration’s `incentives` where there is such a list. */
  readonly incentive?: string;
  /** When this message may go, in place of the send window of the campaign. */
  readonly send_window?: SendWindowFile;
  /** What becomes of this message when quiet hours, a holiday, a cap or the campaign’s send window block it, in place of what those say. */
  readonly on_blocked?: 'defer' | 'skip' | 'exit';
  /** A sample gets the variants at once, by chance. The others wait until the winner is known, and get that; so does everybody after it. Who has waited a day longer than `decide_after` gets the first variant. The winner is found once, and stays when the test is changed. In place of `variants`, `factors` vary several things at once, each by its own chance. */
  readonly test?: {
    /** The metric that decides: over the people of each variant, from the hand-over of their message to the run that decides. Of equals, the variant written first wins. */
    readonly metric: string;
    /** The share of people who get a variant at random, the same for each variant. */
    readonly sample: string;
    /** How long after the first message of the sample was handed over the winner is chosen, by the first run then. */
    readonly decide_after: string;
    /** What is varied, by name: each with its levels, the one for all others first. Chance gives everybody of the sample a level of each, and templates and subjects read it: `{{ test.tone }}`, `{% if test.tone == 'warm' %}`. The winner is the better level of each. */
    readonly factors?: Readonly<Record<string, readonly string[]>>;
    /** What is compared. */
    readonly variants?: readonly {
      /** The id of the variant. */
      readonly id: string;
      /** Liquid, in place of the subject. */
      readonly subject?: string;
      /** A template in place of the other. */
      readonly template?: string;
    }[];
  };
}
