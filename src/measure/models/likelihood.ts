import { LIKELIHOOD_BINS } from '../../model/population.js';
import { type Fit, refuse } from './fit.js';

/** How many people of everybody's rate count beside those of a cell. */
const SHRINK = 20;
/** Below so many people who did it, nothing is told. */
const LEAST_DID = 100;

/** The people of one cell before a period, and those of them who did it in that period. */
export interface Cell {
  readonly people: number;
  readonly did: number;
}

/** The cell of somebody by the two groups they are in, each 1 to 5. */
export function cellOf(recency: number, frequency: number): number {
  return (recency - 1) * LIKELIHOOD_BINS + frequency - 1;
}

/** The rate of each cell in the period, drawn towards everybody's while the cell is small. */
export function fitLikelihood(cells: readonly Cell[]): Fit<readonly number[]> {
  const people = cells.reduce((sum, cell) => sum + cell.people, 0);
  const did = cells.reduce((sum, cell) => sum + cell.did, 0);
  if (did < LEAST_DID)
    return refuse(`${did} of ${people} people did it in the period that is learned from; it takes ${LEAST_DID}`);
  const rate = did / people;
  const parameters = cells.map((cell) => (cell.did + SHRINK * rate) / (cell.people + SHRINK));
  return { parameters, refused: null };
}
