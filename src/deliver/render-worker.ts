import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../model/failure.js';
import type { CompiledTemplate } from '../model/plan.js';
import { ByteSink } from '../render/byte-sink.js';
import { type RenderedMessage, type RenderJob, renderMessage } from '../render/render-message.js';

/** What the thread is asked: jobs, whose templates are numbers, and the templates that it does not know yet. */
export interface RenderOrder {
  readonly jobs: readonly (Omit<RenderJob, 'template'> & { readonly template: number })[];
  readonly templates: ReadonlyMap<number, CompiledTemplate>;
}

// This file is what a thread of `render-room.ts` runs, and nobody imports it for anything but its types.
const known = new Map<number, CompiledTemplate>();
/** The number of the job in hand, where the other thread can see it while this one is busy. */
const inHand = workerData as Int32Array;

parentPort?.on('message', ({ jobs, templates }: RenderOrder) => {
  for (const [number, template] of templates) known.set(number, template);
  const sink = new ByteSink();
  const done = jobs.map((job, i) => {
    Atomics.store(inHand, 0, i);
    const template = known.get(job.template);
    invariant(template !== undefined, 'a template is sent with the first of its jobs');
    return renderMessage({ ...job, template }, sink);
  });
  Atomics.store(inHand, 0, -1);
  parentPort?.postMessage(done, [...new Set(done.flatMap(buffersOf))]);
});

/** What is not copied into the other thread, but given to it. */
function buffersOf(message: RenderedMessage): readonly ArrayBuffer[] {
  if (message.kind !== 'encoded') return [];
  const { html, text, within } = message.parts.bodies;
  return [html, text, within ?? html].map(({ buffer }) => buffer as ArrayBuffer);
}
