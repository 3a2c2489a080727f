import type { Diagnostic, Severity } from '../model/diagnostic.js';
import type { CampaignSource, Project } from '../model/project.js';

/** What a rule says of one place; the rule's own code, name and severity are added when it is reported. */
export type Finding = Omit<Diagnostic, 'code' | 'name' | 'severity'>;

/** How to break the example project in one place: `good` stands there as it is, `bad` in its place makes this rule, and no other, speak. */
export interface RuleExample {
  readonly file: string;
  readonly bad: string;
  readonly good: string;
  /** Files that stand beside the example project's, or in place of its own, by path; the project is sound with them. */
  readonly beside?: Readonly<Record<string, string>>;
}

/** One thing that can be wrong with a project that was read, and everything there is to say about it. */
export interface Rule {
  /** Permanent: `LC` and three digits. */
  readonly code: string;
  /** Permanent: the same identity in words, naming the bad thing. */
  readonly name: string;
  readonly severity: Severity;
  /** New, and off unless the project asks for it: by `rules: {preview: true}`, or by setting the rule itself. */
  readonly preview?: true;
  /** One sentence: what the rule finds. */
  readonly summary: string;
  /** Why it matters and what to do; paragraphs parted by empty lines. */
  readonly docs: string;
  readonly example: RuleExample;
  /** Every place where the project breaks the rule, in any order, but for those that `checkCampaign` finds. */
  readonly check: (project: Project) => Iterable<Finding>;
  /** Every such place in one campaign that depends on nothing but the text of the campaign's file and that of the configuration. */
  readonly checkCampaign?: (project: Project, campaign: CampaignSource) => Iterable<Finding>;
}
