/** How many people stand where in a ledger: numbers only, and nobody's name (`schemas/census.schema.json`). */
export interface Census {
  readonly format: 1;
  /** The project whose plans the ledger ran; null before the first. */
  readonly project: string | null;
  /** Which ledger this is. */
  readonly lineage: string;
  /** Counts what the ledger wrote: a later census of it has a higher one. */
  readonly serial: number;
  /** Sorted by id; every campaign that the ledger knows. */
  readonly campaigns: readonly CampaignCensus[];
}

/** The people of one campaign. */
export interface CampaignCensus {
  readonly campaign: string;
  /** Journeys that are under way. */
  readonly inside: number;
  /** Journeys that are over. */
  readonly over: number;
  /** Where those inside wait, by step and by the structure that they follow. Sorted by step, then structure. */
  readonly waiting: readonly {
    readonly step: string;
    /** What tells structures apart: people who entered under one that was edited since finish it as it was. */
    readonly structure: string;
    readonly people: number;
  }[];
  /** How many journeys got a message of a step, or were passed over by it. Sorted by step. */
  readonly past: readonly { readonly step: string; readonly journeys: number }[];
}

/** The campaign's people; nobody when the ledger does not know it. */
export function peopleOf(census: Census, campaign: string): CampaignCensus {
  const none: CampaignCensus = { campaign, inside: 0, over: 0, waiting: [], past: [] };
  return census.campaigns.find((each) => each.campaign === campaign) ?? none;
}
