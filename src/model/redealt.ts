/** How often each interval finds a difference between arms that chance alone made out of the people of a past measurement. */
export interface Redealt {
  readonly metric: string;
  /** Of both arms, whose window is over; and those of them with anything to count. */
  readonly people: number;
  readonly active: number;
  /** Share that is held out in each deal, 0 to 1. */
  readonly share: number;
  readonly deals: number;
  /** On how many days each deal is looked at. */
  readonly looks: number;
  /** Deals with too few active people in an arm to read any lift; there nothing is found. */
  readonly tooFew: number;
  readonly intervals: readonly RedealtInterval[];
}

/** One interval of 95%: all that it finds is false. */
export interface RedealtInterval {
  readonly method: string;
  /** Read once at the end, or on every day until it finds something. */
  readonly looked: 'once' | 'daily';
  /** Whether verdicts rest on it; the others are there to be compared. */
  readonly decides: boolean;
  /** Share of deals in which it says that those sent to have more, and less. */
  readonly more: number;
  readonly less: number;
}

/** A campaign whose arms were dealt anew, metric by metric; what could not be, with the reason. */
export interface RedealtCampaign {
  readonly campaign: string;
  readonly metrics: readonly (Redealt | { readonly metric: string; readonly reason: string })[];
}

/** What 2,000 deals of an interval that keeps its word stay under on each side: 2.5% and three standard errors. */
export function mostFalse(deals: number): number {
  return 0.025 + 3 * Math.sqrt((0.025 * 0.975) / Math.max(1, deals));
}

/** Whether an interval that decides finds something false more often than it says. */
export function errsTooOften({ decides, more, less }: RedealtInterval, deals: number): boolean {
  return decides && Math.max(more, less) > mostFalse(deals);
}
