import type { ConfigFile } from './config-file.js';

/** A part of a tracking parameter's value: written text, or the path of a value of the message. */
export type TrackingPart = { readonly text: string } | { readonly path: string };

/** What is added to the links of an email. */
export interface Tracking {
  /** Name → value, in the order in which they stand in a link. */
  readonly parameters: ReadonlyMap<string, readonly TrackingPart[]>;
  /** Hosts whose links get them, each with its subdomains; null: all. */
  readonly only: readonly string[] | null;
  /** Where unsubscribe links lead: they are never tracked. */
  readonly unsubscribe: string;
}

/** What a tracking parameter may name: which message it is, never whom it is for. */
export const trackingPaths: readonly string[] = ['campaign.id', 'campaign.name', 'step.id', 'project.name'];

const usual: Readonly<Record<string, string>> = {
  utm_source: '{{ project.name }}',
  utm_medium: 'email',
  utm_campaign: '{{ campaign.id }}',
  utm_content: '{{ step.id }}',
};

/** The tracking that a configuration asks for, or gets when it says nothing; null when it is off. A value that cannot be read is left out. */
export function readTracking({ project, channels }: ConfigFile): Tracking | null {
  const { tracking = {}, unsubscribe } = channels?.email ?? {};
  if (tracking === 'off' || unsubscribe === undefined) return null;
  const { only = null, ...own } = tracking;
  const parameters = new Map<string, readonly TrackingPart[]>();
  for (const [name, value] of Object.entries({ ...usual, ...own })) {
    const parts = typeof value !== 'string' || value === 'off' ? null : readTrackingValue(value);
    if (parts === null) continue;
    // The project is the same for every message of a plan: its name is written into the link.
    parameters.set(
      name,
      parts.map((part) => ('path' in part && part.path === 'project.name' ? { text: project } : part)),
    );
  }
  return parameters.size === 0 ? null : { parameters, only, unsubscribe };
}

/** The parts of a tracking parameter's value; null when it has Liquid other than one of `trackingPaths` by itself. */
export function readTrackingValue(value: string): readonly TrackingPart[] | null {
  const parts: TrackingPart[] = [];
  for (const piece of value.trim().split(/(\{\{.*?\}\})/s)) {
    if (piece === '') continue;
    const path = /^\{\{-?\s*([\w.]+)\s*-?\}\}$/.exec(piece)?.[1];
    if (path === undefined ? /\{[{%]/.test(piece) : !trackingPaths.includes(path)) return null;
    parts.push(path === undefined ? { text: piece } : { path });
  }
  return parts;
}
