import { Worker } from 'node:worker_threads';
import type { Machine } from '../model/machine.js';
import type { CompiledTemplate } from '../model/plan.js';
import type { RenderAll, RenderedMessage, RenderJob } from '../render/render-message.js';
import type { RenderOrder } from './render-worker.js';

/** Where messages are rendered so that no template can hold up a run or eat its memory. */
export interface RenderRoom {
  readonly render: RenderAll;
  close(): Promise<void>;
}

/** How the rendering of one message ended that did not come to its end. */
interface Failure {
  readonly job: number;
  readonly problem: string;
}

/** What one message may take. */
export interface RenderLimits {
  /** The heap of the thread. */
  readonly megabytes: number;
  /** How often it is looked whether the same message is in hand still; at the third time its rendering is ended. */
  readonly lookEveryMs: number;
}

const LIMITS: RenderLimits = { megabytes: 192, lookEveryMs: 1000 };
const LOOKS = 3;

/**
 * A thread of its own with a heap of its own, started with the first message: Liquid's limits are promises of each tag and filter, these two hold whatever they forget. A message whose rendering
 * takes three seconds or the whole heap ends the thread; it is tried once more alone, since the machine may have been asleep, and then held back with the reason. All others are rendered by the next
 * thread as if nothing had been.
 */
export function openRenderRoom(machine: Pick<Machine, 'every'>, limits: RenderLimits = LIMITS): RenderRoom {
  let thread: RenderThread | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  async function renderAll(jobs: readonly RenderJob[]): Promise<readonly RenderedMessage[]> {
    const results = new Map<RenderJob, RenderedMessage>();
    const suspects = new Set<RenderJob>();
    for (;;) {
      const open = jobs.filter((job) => !results.has(job));
      const [suspect] = suspects;
      const next = suspect === undefined ? open : [suspect];
      if (next.length === 0) return jobs.map((job) => results.get(job)!);
      thread ??= openThread(machine, limits);
      const answer = await thread.render(next);
      if (!('problem' in answer)) for (const [i, job] of next.entries()) results.set(job, answer[i]!);
      else {
        thread = null;
        const failed = next[answer.job]!;
        if (suspect === undefined) suspects.add(failed);
        else results.set(failed, { kind: 'none', problem: answer.problem });
      }
      if (suspect !== undefined) suspects.delete(suspect);
    }
  }

  return {
    render(jobs) {
      const rendered = queue.then(() => renderAll(jobs));
      queue = rendered.catch(() => undefined);
      return rendered;
    },
    async close() {
      await thread?.end();
      thread = null;
    },
  };
}

const TO_SEND = { toSend: true } as const;

interface RenderThread {
  /** After a failure the thread has ended. Rejects when it ended otherwise: that is a bug of ours. */
  render(jobs: readonly RenderJob[]): Promise<readonly RenderedMessage[] | Failure>;
  end(): Promise<void>;
}

function openThread(machine: Pick<Machine, 'every'>, { megabytes, lookEveryMs }: RenderLimits): RenderThread {
  const inHand = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const numbers = new Map<CompiledTemplate, number>();
  const worker = new Worker(new URL('render-worker.js', import.meta.url), {
    workerData: inHand,
    resourceLimits: { maxOldGenerationSizeMb: megabytes },
    // What Node says of a thread that ran out of memory is told with the message.
    stderr: true,
  });
  // A run that ends for another reason does not wait for it.
  worker.unref();
  return {
    render(jobs) {
      const templates = new Map<number, CompiledTemplate>();
      // Named one by one: what is left of an object costs more than what is asked of it.
      const numbered = jobs.map(({ channel, template, subject, context, toSend }) => {
        const number = numbers.get(template) ?? numbers.size;
        if (!numbers.has(template)) templates.set(number, template);
        numbers.set(template, number);
        return { channel, template: number, subject, context, ...(toSend && TO_SEND) };
      });
      return new Promise((done, fail) => {
        let seen = -1;
        let looks = 0;
        Atomics.store(inHand, 0, -1);
        const stop = machine.every(lookEveryMs, () => {
          const job = Atomics.load(inHand, 0);
          looks = job === seen && job >= 0 ? looks + 1 : 1;
          seen = job;
          if (looks < LOOKS) return;
          finish();
          void worker
            .terminate()
            .then(() => done({ job, problem: `it takes longer than ${(LOOKS * lookEveryMs) / 1000} seconds` }));
        });
        const finish = (): void => {
          stop();
          worker.removeAllListeners('message').removeAllListeners('error').unref();
        };
        worker.once('message', (results: readonly RenderedMessage[]) => {
          finish();
          done(results);
        });
        worker.once('error', (error: NodeJS.ErrnoException) => {
          finish();
          const job = Atomics.load(inHand, 0);
          if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY' || job < 0) fail(error);
          else done({ job, problem: `it takes more than ${megabytes} MB of memory` });
        });
        worker.ref();
        worker.postMessage({ jobs: numbered, templates } satisfies RenderOrder);
      });
    },
    async end() {
      await worker.terminate();
    },
  };
}
