// Generated from schemas/config.schema.json by schemas/generate.mjs; do not edit.
// biome-ignore-all format: generated
import type { ConditionFile, WhereFile } from './condition-file.js';
import type { DkimKeyFile, MetricFile, SourceFile } from './config-parts-file.js';

/** lifecycle.config.yaml: the project, its data, its words (attributes, events, traits, segments, stages, metrics, topics) and the rules every campaign keeps to. */
export interface ConfigFile {
  /** The id of the project. It is part of every message id: changing it starts a new memory. */
  readonly project: string;
  /** The IANA zone for profiles without one of their own, and for schedules in the project’s time. */
  readonly timezone: string;
  /** The warehouse: read, never written. Paths and globs are relative to this file. */
  readonly data: {
    /** The profiles: Parquet, CSV or NDJSON (`.gz` too), one row for each person. */
    readonly profiles: SourceFile;
    /** The events, with the columns `id`, `profile_id`, `name`, `time` and `properties`; Segment-spec `track` lines are read as they are. */
    readonly events: SourceFile;
    /** What was spent, for metrics that ask for it: a file (CSV, NDJSON or Parquet) with the columns `day` (YYYY-MM-DD), `kind` and `amount`. */
    readonly costs?: string;
    /** Tables that templates may look things up in: {{ catalogs.products[event.sku].title | default: '…' }}. A row that is not there, or an empty value, is unknown. */
    readonly catalogs?: Readonly<Record<string, {
      /** The file: CSV, NDJSON (`.gz` too) or Parquet. */
      readonly file: string;
      /** The column that tells the rows apart. */
      readonly key: string;
      /** The columns that templates may show, with their types, the key among them. */
      readonly columns: Readonly<Record<string, 'string' | 'number' | 'boolean' | 'date' | 'time' | {
        /** `date` is a calendar day, `time` an instant. */
        readonly type: 'string' | 'number' | 'boolean' | 'date' | 'time';
        /** The value, or the whole column, may be missing. */
        readonly optional?: boolean;
        /** What it means. */
        readonly description?: string;
      }>>;
    }>>;
  };
  /** Where it is remembered what was decided and sent: a SQLite file, or `postgres://…` for several workers. Without it: `.lifecycle/ledger.db`. */
  readonly ledger?: string;
  /** Which column of the profiles holds what. */
  readonly identity: {
    /** The id of the profile. */
    readonly id: string;
    /** The email address. */
    readonly email?: string;
    /** The phone number, in international form (`+49 151 …`): a country is never guessed. */
    readonly phone?: string;
    /** The IANA zone. Where it is empty, the project’s zone holds. */
    readonly timezone?: string;
    /** The language tag, for templates in several languages. */
    readonly locale?: string;
  };
  /** The languages of the templates. A person gets the variant with exactly their tag (`help.de-AT.mjml`), else with less of it (`help.de.mjml`), else along `fallback`, else the default one (`help.mjml`). */
  readonly languages?: {
    /** The language of templates without one in their name. Without `languages`: en. */
    readonly default: string;
    /** The others: every template that is sent has a variant in each of them. */
    readonly also?: readonly string[];
    /** Which language stands in for another where a template has no variant in it. */
    readonly fallback?: Readonly<Record<string, string>>;
  };
  /** The tracking plan of profiles: what a condition or a template may use. */
  readonly attributes?: Readonly<Record<string, {
    /** `date` is a calendar day, `time` an instant. */
    readonly type: 'string' | 'number' | 'boolean' | 'date' | 'time';
    /** The value tells who the person is; it is left out of logs and plans. */
    readonly pii?: boolean;
    /** The value may be missing. Without it, every profile has one. */
    readonly optional?: boolean;
    /** The only values there are. */
    readonly enum?: readonly string[];
    /** What it means. */
    readonly description?: string;
  }>>;
  /** The tracking plan of events: by event, its properties and their types. An event without properties is `{}`. */
  readonly events?: Readonly<Record<string, Readonly<Record<string, 'string' | 'number' | 'boolean' | 'date' | 'time' | {
    /** `date` is a calendar day, `time` an instant. */
    readonly type: 'string' | 'number' | 'boolean' | 'date' | 'time';
    /** The property may be missing. Without it, every such event has it. */
    readonly optional?: boolean;
    /** The value tells who the person is. */
    readonly pii?: boolean;
    /** The only values there are. */
    readonly enum?: readonly string[];
    /** What it means. */
    readonly description?: string;
  }>>>>;
  /** Computed attributes, used exactly like raw ones. */
  readonly traits?: Readonly<Record<string, {
    /** The number of these events. */
    readonly count?: string;
    /** The sum of a number property; 0 when there is no event. */
    readonly sum?: string;
    /** The time of the first such event, or its property. */
    readonly first?: string;
    /** The time of the last such event, or its property. */
    readonly last?: string;
    /** The value seen most often; of several, the one seen last. */
    readonly most_frequent?: string;
    /** Where a person stands among all who did this event: `.recency` (last day), `.frequency` (number of distinct days) and `.monetary` (sum of the number property), each 1 to `bins`; `.score`, their sum; `.percentile`, the share of people who stand no higher (0.2 and below is the bottom 20%); with `stop` also `.stopped`. Ranked by percent rank: equal people stand equal. Unknown for people without such an event. Days are those of the project’s zone. */
    readonly rfm?: string;
    /** The time between such events, in days: `.own`, a person’s mean gap between distinct days, from three on; `.expected`, the same drawn towards the population, for everybody with an event; `.population_mean`, `.population_p50` and `.population_p80`, from the first to the second day among all who came back; `.coverage`, the share that did. Days are those of the project’s zone. */
    readonly purchase_gap?: string;
    /** What the person will probably order and spend within `horizon`, as `lifecycle measure fit` learned from everybody: `.alive` (0 to 1) `.expected_orders` `.expected_value` `.churn_risk` (1 - alive). Modified BG/NBD and Gamma-Gamma. */
    readonly customer_value?: string;
    /** How likely the person is to do this again within `horizon`, 0 to 1, as `lifecycle measure fit` learned from those who stood where they stand: the share of people who did, by how lately and on how many days they had before. */
    readonly likelihood?: string;
    /** The hour of the day (0 to 23, on the profile’s clock) in which the person most often does one of these, drawn towards everybody’s hours while the person’s own are few. Of several the earliest. */
    readonly best_hour?: readonly string[];
    /** Points for each event, added up and fading with `half_life`, at the exact moment. 0 without events. */
    readonly score?: Readonly<Record<string, number>>;
    /** Of the `of` events, the share that this event with `where` is, drawn towards everybody’s while there are few: (x + shrink × everybody’s) / (n + shrink). From 0 to 1 when they are the same event. */
    readonly share?: string;
    /** Only events whose properties pass these tests. */
    readonly where?: WhereFile;
    /** Only events of this last stretch of time. Without `within`, `before` and `after`: ever. For traits that compare people, whole days before the refresh. */
    readonly within?: string;
    /** Only events at this moment or later. */
    readonly after?: string;
    /** Only events before this moment. */
    readonly before?: string;
    /** How many groups each part is cut into. Without it: 5. */
    readonly bins?: number;
    /** How far ahead to look, in days or weeks. Without it: 365d for customer_value, 30d for likelihood. */
    readonly horizon?: string;
    /** What the model must reach on the last period of your own data, that it has not seen: how often it ranks somebody who came above somebody who did not; 0.5 is chance. Without it: 0.6. */
    readonly min_auc?: number;
    /** After this long, points count half. Exact: a day has 24 hours. In minutes, hours, days or weeks. Without it: 30d. */
    readonly half_life?: string;
    /** The event that is the whole. Without it: the event of `share`, without `where`. */
    readonly of?: string;
    /** How many events of the population count beside the person’s own; `fitted`: as many as `lifecycle measure fit` finds that people differ. Without it: 20. */
    readonly shrink?: number | 'fitted';
    /** When the values are worked out anew, from the whole days before: every day, every Monday, or every first of the month, at midnight in the project’s zone. Until then they stand. Without it: daily. */
    readonly refresh?: 'daily' | 'weekly' | 'monthly';
    /** With fewer people who came back, nothing is said of the population. Without it: 200. */
    readonly min_repeaters?: number;
    /** Only people whose first day lies at least this many times the result back count: those who came lately would make every gap look short. 0 counts all. Without it: 3. */
    readonly follow_up?: number;
    /** How much each part counts for `.percentile`. Without it, and for parts not named: 1. */
    readonly weights?: {
      /** The weight of the last day. */
      readonly recency?: number;
      /** The weight of the number of days. */
      readonly frequency?: number;
      /** The weight of the sum. */
      readonly monetary?: number;
    };
    /** When somebody counts as not worth more messages: `.stopped` becomes true at `at` or below and false again above `resume`; in between it stays. It remembers 14 refreshes; without anything in them, nobody is stopped. */
    readonly stop?: {
      /** Stopped at this percentile or below. */
      readonly at: string;
      /** Not any more above this one. Without it: the same as `at`. */
      readonly resume?: string;
    };
  }>>;
  /** Named conditions. */
  readonly segments?: Readonly<Record<string, ConditionFile>>;
  /** The lifecycle stages, in order: a profile is in the first that matches; the last needs no `when`. */
  readonly stages?: readonly {
    /** The id of the stage. */
    readonly id: string;
    /** Who is in it, unless an earlier stage matches. Without it: everybody left. */
    readonly when?: ConditionFile;
  }[];
  /** What campaigns are measured by, counted from the first message that a person gets, or would have got. */
  readonly metrics?: Readonly<Record<string, MetricFile>>;
  /** What things are worth and cost: with it, reports say in money whether a campaign is worth running. */
  readonly economics?: {
    /** The currency of all these, three letters of ISO 4217. */
    readonly currency: string;
    /** The metric that counts money: a `sum`. */
    readonly revenue: string;
    /** The share of revenue that is left when what was sold is paid for. */
    readonly margin: string;
    /** What one message costs, by channel. Without it, and for channels not named: nothing. */
    readonly cost_per_message?: {
      /** One email. */
      readonly email?: number;
      /** One SMS. */
      readonly sms?: number;
      /** One WhatsApp message. */
      readonly whatsapp?: number;
      /** One push message. */
      readonly push?: number;
      /** One message in the app. */
      readonly in_app?: number;
      /** One call. */
      readonly webhook?: number;
    };
    /** What somebody who unsubscribes would have been worth. Without it: nothing. */
    readonly cost_per_unsubscribe?: number;
  };
  /** What people can agree to hear about. Every message has a topic. */
  readonly topics?: Readonly<Record<string, {
    /** What people see in the preference centre. */
    readonly label: string;
    /** The boolean attribute that says yes. Needed unless the topic is transactional. */
    readonly consent?: string;
    /** Needed to fulfil what the person asked for: no consent, no holdout, no caps; no promotion allowed. */
    readonly transactional?: boolean;
    /** What becomes of a message when the answer to it was lost: `at_most_once` (the default) leaves it to somebody to find out, `at_least_once` sends it again as it was. For transactional topics. */
    readonly delivery?: 'at_most_once' | 'at_least_once';
    /** What people get. */
    readonly description?: string;
  }>>;
  /** The discounts and gifts that messages may carry. With this list, a message can name only what is in it. */
  readonly incentives?: Readonly<Record<string, {
    /** A file of codes, the first line `code`, then one a line. Each message gets the next, printed by {{ incentive.code }}; a code is given once and never again, also when its message fails. When none is left, messages are dropped with the reason `no-code`. */
    readonly codes?: string;
    /** What it costs when it is used, in the currency of `economics`. Without it: nothing. */
    readonly cost?: number;
    /** What people get. */
    readonly description?: string;
  }>>;
  /** Rules that hold for every message. */
  readonly policies?: {
    /** No message goes out from `from` to `to` on the profile’s wall clock; past midnight when `to` is earlier. */
    readonly quiet_hours?: {
      /** Quiet from this time, included. */
      readonly from: string;
      /** To this time, not included. */
      readonly to: string;
      /** What happens to a message that falls into them. */
      readonly on_blocked: 'defer' | 'skip' | 'exit';
    };
    /** Days of the profile’s calendar on which nothing promotional goes out; what is transactional does. For everybody (`dates`), by where people are (`regions`), or both. */
    readonly holidays?: {
      /** Days for everybody: `12-25` is every year, `2026-04-06` that one day. */
      readonly dates?: readonly string[];
      /** Days for people with a certain value of an attribute, besides those for everybody. */
      readonly regions?: {
        /** The attribute that tells where people are. Where it is unknown, only the days for everybody count. */
        readonly attribute: string;
        /** By value of the attribute, its days. */
        readonly dates: Readonly<Record<string, readonly string[]>>;
      };
      /** What happens to a message that comes due on one. */
      readonly on_blocked: 'defer' | 'skip' | 'exit';
    };
    /** The most promotional messages that the campaigns together may want to send to one person, before any cap. `check` warns of more, and names the campaigns; a run does not ask. */
    readonly pressure?: {
      /** At most this many messages. */
      readonly messages: number;
      /** In any stretch of this length. */
      readonly per: string;
    };
    /** At most so many in a rolling stretch of time, over what was really sent in all campaigns. Transactional messages neither count nor wait. Only what was sent counts: to keep a discount from people who used one, ask for the event in `when`. */
    readonly frequency_caps?: readonly ({
      /** At most this many messages. */
      readonly messages?: number;
      /** At most this many messages with an incentive. */
      readonly incentives?: number;
      /** In any stretch of this length. */
      readonly per: string;
      /** Count and stop only messages by this channel. Without it: by any. */
      readonly channel?: 'email' | 'sms' | 'whatsapp' | 'push' | 'in_app' | 'webhook';
      /** Count and stop only messages on this topic. Without it: on any. */
      readonly topic?: string;
      /** Count and stop only messages with this incentive. Without it: with any. */
      readonly incentive?: string;
      /** What happens to a message over the cap. */
      readonly on_blocked: 'defer' | 'skip' | 'exit';
    })[];
    /** A message that could not go out within this time of its moment is dropped, with the reason. Quiet hours, holidays and hours outside its send window do not count. Without it: 12h. */
    readonly lateness?: string;
    /** When more than this share of the rows of the data is unusable, a run stops before sending. Without it: 5%. */
    readonly max_bad_ratio?: string;
  };
  /** For `lifecycle dev` alone: nothing of it reaches a plan. */
  readonly dev?: {
    /** Whom `lifecycle dev` may send a message to look at: addresses of your own, never of customers. */
    readonly inbox?: readonly string[];
  };
  /** Who is kept out, to know what the rest is worth. */
  readonly holdouts?: {
    /** This share of people hears nothing promotional from any campaign. */
    readonly global?: string;
    /** Decides who is in which arm. Changing it draws anew. */
    readonly salt: string;
    /** The attribute by whose value people are drawn, so that a household, or one person with two profiles, is in one arm everywhere: a stable one, since another value draws anew. The column of the email address counts as the address. Without it: the profile. */
    readonly unit?: string;
  };
  /** Campaigns that must not mix: of each layer, everybody is in one campaign at most, by chance. */
  readonly layers?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** How messages leave the house. */
  readonly channels?: {
    /** How email leaves the house. */
    readonly email?: {
      /** The SMTP server as an URL; the password comes from an environment variable. */
      readonly transport: string;
      /** The sender. */
      readonly from: string;
      /** Where answers go, when not to the sender. */
      readonly reply_to?: string;
      /** How fast emails may be handed over. What has to wait stays planned: a run goes on for up to an hour, the next one with the rest, until `lateness` drops it. */
      readonly throttle?: {
        /** All together. Without it: as fast as the server takes them. */
        readonly rate?: string;
        /** By domain of the address (`gmail.com`, not the ones below it); `default` is for each other domain by itself. */
        readonly per_domain?: Readonly<Record<string, string>>;
      };
      /** The mail programs that emails must work in: what one of them does not follow is a finding. Without it: Gmail, Outlook, Apple Mail and Yahoo. */
      readonly clients?: readonly ('gmail' | 'outlook' | 'yahoo' | 'apple-mail' | 'aol' | 'thunderbird' | 'samsung-email' | 'sfr' | 'orange' | 'protonmail' | 'hey' | 'mail-ru' | 'fastmail' | 'laposte' | 't-online-de' | 'free-fr' | 'gmx' | 'web-de' | 'ionos-1and1' | 'rainloop' | 'wp-pl')[];
      /** The sender’s postal address, which the law wants in every promotional email. */
      readonly postal_address: string;
      /** The https address behind unsubscribe links. */
      readonly unsubscribe: string;
      /** What is added to the links of emails, so that the statistics of your site know which message a visit came from. Without it: `utm_source` is the project, `utm_medium` is email, `utm_campaign` the campaign and `utm_content` the step. What a link has already stays, and links to unsubscribe or to view in a browser are left alone. `off` adds nothing. */
      readonly tracking?: 'off' | {
        /** The hosts whose links get them, each with its subdomains. Without it: all. */
        readonly only?: readonly string[];
        readonly [key: string]: string | readonly string[] | undefined;
      };
      /** The key that signs emails (DKIM), or a list of them: with an RSA and an Ed25519 key both sign. Without it emails leave unsigned, for the mail server to sign. */
      readonly dkim?: DkimKeyFile | readonly DkimKeyFile[];
    };
    /** Where text messages are handed over: a call signed after the Standard Webhooks spec for each. Needs `identity.phone`. */
    readonly sms?: {
      /** The https address that takes the messages; `${NAME}` is an environment variable. */
      readonly url: string;
      /** The key that signs each call, `whsec_` and base64; always an environment variable. Without it: `${SMS_SECRET}`, after the name of the channel. */
      readonly secret?: string;
      /** How fast they may be handed over. What has to wait stays planned: a run goes on for up to an hour, the next one with the rest, until `lateness` drops it. */
      readonly throttle?: {
        /** All together. */
        readonly rate: string;
      };
    };
    /** Where WhatsApp messages are handed over: a call signed after the Standard Webhooks spec for each. Needs `identity.phone`. */
    readonly whatsapp?: {
      /** The https address that takes the messages; `${NAME}` is an environment variable. */
      readonly url: string;
      /** The key that signs each call, `whsec_` and base64; always an environment variable. Without it: `${WHATSAPP_SECRET}`, after the name of the channel. */
      readonly secret?: string;
      /** How fast they may be handed over. What has to wait stays planned: a run goes on for up to an hour, the next one with the rest, until `lateness` drops it. */
      readonly throttle?: {
        /** All together. */
        readonly rate: string;
      };
    };
    /** Where push messages are handed over: a call signed after the Standard Webhooks spec for each. */
    readonly push?: {
      /** The https address that takes the messages; `${NAME}` is an environment variable. */
      readonly url: string;
      /** The key that signs each call, `whsec_` and base64; always an environment variable. Without it: `${PUSH_SECRET}`, after the name of the channel. */
      readonly secret?: string;
      /** How fast they may be handed over. What has to wait stays planned: a run goes on for up to an hour, the next one with the rest, until `lateness` drops it. */
      readonly throttle?: {
        /** All together. */
        readonly rate: string;
      };
    };
    /** Where in-app messages are handed over: a call signed after the Standard Webhooks spec for each. */
    readonly in_app?: {
      /** The https address that takes the messages; `${NAME}` is an environment variable. */
      readonly url: string;
      /** The key that signs each call, `whsec_` and base64; always an environment variable. Without it: `${IN_APP_SECRET}`, after the name of the channel. */
      readonly secret?: string;
      /** How fast they may be handed over. What has to wait stays planned: a run goes on for up to an hour, the next one with the rest, until `lateness` drops it. */
      readonly throttle?: {
        /** All together. */
        readonly rate: string;
      };
    };
    /** What is called for `webhook` steps, signed after the Standard Webhooks spec: for programs, which get the JSON of the template. */
    readonly webhook?: {
      /** The https address that takes the messages; `${NAME}` is an environment variable. */
      readonly url: string;
      /** The key that signs each call, `whsec_` and base64; always an environment variable. Without it: `${WEBHOOK_SECRET}`, after the name of the channel. */
      readonly secret?: string;
      /** How fast they may be handed over. What has to wait stays planned: a run goes on for up to an hour, the next one with the rest, until `lateness` drops it. */
      readonly throttle?: {
        /** All together. */
        readonly rate: string;
      };
    };
  };
  /** How serious a warning is, by code or name; for some files alone under their path or glob (`campaigns/legacy/**`), where the last that matches counts. Errors cannot be lowered. */
  readonly rules?: {
    /** Whether the rules count that are new and not on for everybody yet. One alone is turned on by setting it. Without it: no. */
    readonly preview?: boolean;
    readonly [key: string]: 'off' | 'warning' | 'error' | Readonly<Record<string, 'off' | 'warning' | 'error'>> | boolean | undefined;
  };
}
