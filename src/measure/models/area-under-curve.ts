/** People with the same score: how many of them did it, and how many did not. */
export interface Scored {
  readonly score: number;
  readonly did: number;
  readonly not: number;
}

/**
 * How well scores rank: the probability that somebody who did it had a higher score than somebody who did not, a tie counting half (the area under the ROC curve; Hanley and McNeil,
 * Radiology 143, 1982). 0.5 is chance. Null when nobody or everybody did it.
 */
export function areaUnderCurve(everybody: readonly Scored[]): number | null {
  const sorted = [...everybody].sort((one, other) => one.score - other.score);
  let [did, not, below, wins] = [0, 0, 0, 0];
  for (let i = 0; i < sorted.length; ) {
    const { score } = sorted[i]!;
    let [didHere, notHere] = [0, 0];
    for (; i < sorted.length && sorted[i]!.score === score; i++) {
      didHere += sorted[i]!.did;
      notHere += sorted[i]!.not;
    }
    wins += didHere * (below + notHere / 2);
    below += notHere;
    did += didHere;
    not += notHere;
  }
  return did === 0 || not === 0 ? null : wins / (did * not);
}
