import { textWidth } from '../../docs/flow/measure-text.js';

/** A scale from `low` to `high` with round numbers along it; the ends are whole steps. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
}

/** How wide a picture is at least, on the narrowest phone: labels that do not touch there touch nowhere. */
export const LEAST_WIDTH = 250;
/** Font size of labels, and the room between two of them. */
export const LABEL_SIZE = 12;
const APART = 6;
/** Beyond and below these there is nothing to measure; what is farther out ends in an arrow. */
const MOST = 1e15;
const LEAST = 1e-12;

/** An axis over all values and 0, with as many labels as have room beside each other in `room` pixels; upright, `room` is high and labels are lines. */
export function axisOf(
  values: readonly number[],
  write: (value: number) => string,
  { room = LEAST_WIDTH, upright = false }: { readonly room?: number; readonly upright?: boolean } = {},
): Axis {
  const known = values.map((value) => Math.max(-MOST, Math.min(MOST, value)));
  let low = Math.min(0, ...known);
  let high = Math.max(0, ...known);
  if (high - low < LEAST) [low, high] = [0, 1];
  for (let parts = 6; parts >= 1; parts--) {
    const axis = inSteps(low, high, stepOf((high - low) / parts), write);
    if (hasRoom(axis, room, upright)) return axis;
  }
  // Nothing but the ends and nought, and not even these where they are too long.
  const step = 10 ** Math.ceil(Math.log10(high - low));
  low = low < 0 ? -step : 0;
  high = high > 0 ? step : 0;
  return { low, high, ticks: [{ at: 0, label: write(0) }] };
}

/** Where a value is on the axis, 0 to 1; beyond an end it is that end. */
export function placeOn({ low, high }: Axis, value: number): number {
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}

/** Whether a value is on the axis, and not farther beyond an end than nobody sees. */
export function isOn({ low, high }: Axis, value: number): boolean {
  const unseen = (high - low) * 1e-6;
  return value >= low - unseen && value <= high + unseen;
}

/** A place as CSS and SVG write it: `12.5%`. */
export function percentOf(place: number): string {
  return `${Math.round(place * 10_000) / 100}%`;
}

function inSteps(low: number, high: number, step: number, write: (value: number) => string): Axis {
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => {
    // Whole steps, without what binary fractions leave of them.
    const at = Number(((first + index) * step).toPrecision(12));
    return { at, label: write(at) };
  });
  return { low: ticks[0]?.at ?? low, high: ticks.at(-1)?.at ?? high, ticks };
}

/** The next round number: 1, 2 or 5 with noughts. */
function stepOf(least: number): number {
  const ten = 10 ** Math.floor(Math.log10(least));
  const round = [1, 2, 5, 10].find((one) => one * ten >= least * (1 - 1e-9)) ?? 10;
  return Number((round * ten).toPrecision(12));
}

function hasRoom(axis: Axis, room: number, upright: boolean): boolean {
  return axis.ticks.every((tick, index) => {
    const next = axis.ticks[index + 1];
    if (next === undefined) return true;
    const between = (placeOn(axis, next.at) - placeOn(axis, tick.at)) * room;
    if (upright) return between >= LABEL_SIZE * 2;
    return between >= (textWidth(tick.label, LABEL_SIZE) + textWidth(next.label, LABEL_SIZE)) / 2 + APART;
  });
}
