/** How many people of the same refresh stand lower by `by`; people with equal values stand equal. */
export function rankOf(by: string): string {
  return `rank() OVER (PARTITION BY refresh ORDER BY ${by}) - 1`;
}

/** The group (1 to `bins`) of a rank, with the number of other people in `others`: as `rankRfm` has it. */
export function binOf(rank: string, bins: number): string {
  return `least(${bins}, 1 + CASE WHEN others = 0 THEN 0 ELSE (${bins} * ${rank}) // others END)`;
}
