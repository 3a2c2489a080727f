import type { ServerResponse } from 'node:http';
import { LifecycleError } from '../model/failure.js';
import type { Plan } from '../model/plan.js';
import type { Cell } from '../model/preview.js';
import type { Project } from '../model/project.js';
import type { Instant } from '../model/value.js';
import { editPersona } from '../preview/edit-persona.js';
import { type LiveGallery, openLiveGallery, type Wanted } from '../preview/live-gallery.js';
import { placeFindings } from '../preview/place-findings.js';
import type { RenderAll } from '../render/render-message.js';
import type { Findings } from '../report/diagnostics/findings.js';
import {
  type LivePage,
  printLivePage,
  printPatch,
  printWaitingPage,
  tellFindings,
} from '../report/preview/print-live.js';
import { type EventStream, openEventStream } from './event-stream.js';
import type { Routes } from './local-server.js';
import { personaFields } from './persona-fields.js';
import { sendToInbox } from './send-to-inbox.js';

/** What the world gives to `lifecycle dev`. */
export interface DevWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly render: RenderAll;
  readonly now: () => Instant;
  /** An id for a message that is sent, which no other has. */
  readonly newId: () => string;
  /** The script of the page, and that of the page before there is anything to show. */
  readonly scripts: { readonly page: string; readonly waiting: string };
  /** Says something in the terminal. */
  readonly say: (text: string) => void;
}

/** A project as it was read; `plan` is null when it has errors. */
export interface DevReading {
  readonly project: Project | null;
  readonly plan: Plan | null;
  readonly findings: Findings;
}

/** A preview that follows its project. */
export interface DevPreview {
  readonly routes: Routes;
  /** Takes in what was read last. */
  take(reading: DevReading): Promise<void>;
  close(): void;
}

/** How many cells are made in one go while nobody waits for them. */
const CHUNK = 8;

/** Begins a preview that follows its project: every tab sees what it shows as soon as it is saved; what has errors keeps the last good picture. */
export function openDevPreview(world: DevWorld, first: DevReading): DevPreview {
  return new FollowingPreview(world, first);
}

class FollowingPreview implements DevPreview {
  readonly routes: Routes;
  readonly #world: DevWorld;
  readonly #stream: EventStream;
  /** What each tab shows; without a persona, everybody. */
  readonly #shown = new Map<number, { readonly message: string; readonly persona: string | null }>();
  /** What tabs know of the findings of each cell. */
  readonly #told = new Map<string, string>();
  #reading: DevReading;
  #live: LiveGallery | null = null;
  /** What was found when the files were last without errors: that is what the picture is of. */
  #good: Findings;
  #structure = '';
  /** What tabs know of the people, and of findings about no cell. */
  #around = '';
  /** Counts what tabs were told, so that one that missed something knows. */
  #revision = 0;
  #takes = 0;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(world: DevWorld, first: DevReading) {
    this.#world = world;
    this.#reading = first;
    this.#good = first.findings;
    this.#stream = openEventStream((tab) => this.#shown.delete(tab));
    this.#follow(first);
    this.routes = {
      pages: { '/': () => this.#alone(() => this.#write()) },
      streams: {
        '/events': (response) => void this.#alone(() => this.#join(response)),
        // Browsers ask for it by themselves.
        '/favicon.ico': (response) => void response.writeHead(204).end(),
      },
      deeds: {
        '/showing': (body) => this.#alone(() => this.#showing(body)),
        '/edit': (body) => this.#alone(() => this.#edit(body)),
        '/send': (body) => this.#alone(() => this.#send(body)),
      },
    };
  }

  async take(reading: DevReading): Promise<void> {
    this.#takes += 1;
    const take = this.#takes;
    await this.#alone(async () => {
      const wasBroken = this.#reading.plan === null;
      this.#reading = reading;
      if (reading.plan === null) return this.#stream.tell({ name: 'problem', data: this.#problems() });
      const isNew = this.#live === null;
      if (this.#follow(reading) || isNew) return this.#stream.tell({ name: 'reload', data: null });
      if (wasBroken) this.#stream.tell({ name: 'fine', data: null });
      await this.#refresh(this.#isShown, true);
    });
    void this.#makeOthers(take);
  }

  /** What nobody looks at comes behind, and stops for whatever was saved meanwhile. */
  async #makeOthers(take: number): Promise<void> {
    const isNewest = (): boolean => take === this.#takes && this.#stream.tabs.size > 0;
    for (let left = CHUNK; left === CHUNK && isNewest(); )
      left = await this.#alone(() => this.#refresh(() => true, false));
  }

  close(): void {
    this.#stream.close();
  }

  /** One thing after the other: nothing is told while something else is half done. */
  #alone<T>(act: () => T | Promise<T>): Promise<T> {
    const done = this.#queue.then(act);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  /** Takes in a sound project; true when a page must be written anew: its lists are not those that it has. */
  #follow({ plan, project, findings }: DevReading): boolean {
    if (plan === null || project === null) return false;
    this.#good = findings;
    if (this.#live === null) this.#live = openLiveGallery({ plan, project }, this.#world.env, this.#world.render);
    else this.#live.take(plan, project);
    const { messages, personas } = this.#live.frame;
    const names = plan.campaigns.map(({ id, name }) => [id, name]);
    const people = personas.map(({ id, name, about, file }) => [id, name, about, file]);
    const fields = [plan.attributes, project.config.dev ?? null];
    const structure = JSON.stringify([plan.project, names, messages, people, fields]);
    const before = this.#structure;
    this.#structure = structure;
    return before !== '' && before !== structure;
  }

  readonly #isShown: Wanted = (message, persona) =>
    [...this.#shown.values()].some((one) => one.message === message && (one.persona ?? persona) === persona);

  /** Makes what is wanted and not as it should be, all of it or a part, and tells tabs what they do not know yet; gives how many were made. */
  async #refresh(wanted: Wanted, isAll: boolean): Promise<number> {
    if (this.#live === null) return 0;
    const begun = this.#world.now();
    const stale = this.#live.stale(wanted);
    const made = await this.#live.make(isAll ? stale : stale.slice(0, CHUNK));
    this.#tell(made);
    if (isAll && made.length > 0) {
      const cells = this.#live.frame.messages.length * this.#live.frame.personas.length;
      this.#world.say(`${made.length} of ${cells} messages made again in ${this.#world.now() - begun} ms\n`);
    }
    return made.length;
  }

  #tell(made: readonly Cell[]): void {
    const live = this.#live;
    if (live === null) return;
    const page = this.#page(live);
    const isMade = new Set(made.map(idOf));
    const changed = page.gallery.cells.filter((cell) => {
      const said = JSON.stringify(cell.findings);
      const isOld = this.#told.get(idOf(cell)) === said && !isMade.has(idOf(cell));
      this.#told.set(idOf(cell), said);
      return !isOld;
    });
    const around = JSON.stringify([page.people, page.elsewhere]);
    if (changed.length === 0 && around === this.#around) return;
    this.#around = around;
    this.#revision += 1;
    const patch = printPatch({ ...page, revision: this.#revision, gallery: { ...page.gallery, cells: changed } });
    this.#stream.tell({ name: 'patch', data: patch });
  }

  async #write(): Promise<string> {
    const { scripts } = this.#world;
    const problems = this.#problems();
    const live = this.#live;
    if (live === null) return printWaitingPage(problems, scripts.waiting);
    this.#tell(await live.make(live.stale(() => true)));
    const inbox = live.project.config.dev?.inbox ?? [];
    return printLivePage(this.#page(live), { inbox, problems, script: scripts.page });
  }

  #page(live: LiveGallery): LivePage {
    const { sources, diagnostics } = this.#good;
    const all = { ...live.frame, cells: live.cells() };
    const { gallery, elsewhere } = placeFindings(all, live.project, diagnostics);
    return { gallery, elsewhere, sources, toRoot: null, people: personaFields(live), revision: this.#revision };
  }

  /** What is wrong with the files as they are now, while the picture is of before. */
  #problems(): ReturnType<typeof tellFindings> {
    const { plan, findings } = this.#reading;
    if (plan !== null) return [];
    return tellFindings(
      findings.diagnostics.filter(({ severity }) => severity === 'error'),
      { sources: findings.sources, toRoot: null },
    );
  }

  async #join(response: ServerResponse): Promise<void> {
    this.#stream.join(response, (tab) => [
      { name: 'hello', data: { tab, revision: this.#revision } },
      { name: 'problem', data: this.#problems() },
    ]);
  }

  async #showing(body: unknown): Promise<unknown> {
    const [tab, message, persona] = [fieldOf(body, 'tab'), textOf(body, 'message'), textOf(body, 'persona')];
    if (typeof tab === 'number' && this.#stream.tabs.has(tab) && message !== null)
      this.#shown.set(tab, { message, persona });
    await this.#refresh(this.#isShown, false);
    return {};
  }

  async #edit(body: unknown): Promise<unknown> {
    const live = this.#live;
    const persona = live?.personas.find(({ id }) => id === textOf(body, 'persona'));
    if (live === null || persona === undefined) return { problems: ['there is no such persona any more'] };
    const values = fieldOf(body, 'values') ?? null;
    if (values === null) live.edit(persona.id, null);
    else {
      const typed = Object.fromEntries(
        Object.keys(values).flatMap((name) => {
          const value = textOf(values, name);
          return value === null ? [] : [[name, value]];
        }),
      );
      const edited = editPersona(live.frame.plan, live.project, persona, typed);
      if ('problems' in edited) return edited;
      live.edit(persona.id, edited.ok);
    }
    await this.#refresh(this.#isShown, true);
    return { problems: [] };
  }

  async #send(body: unknown): Promise<unknown> {
    const live = this.#live;
    const [message, persona, to] = [textOf(body, 'message'), textOf(body, 'persona'), textOf(body, 'to')];
    const pairs = live?.stale((id, whom) => id === message && whom === persona) ?? [];
    if (live !== null) await live.make(pairs);
    const cell = live?.cells().find((one) => one.message === message && one.persona === persona);
    if (live === null || cell === undefined) return { problem: 'choose one person', help: '' };
    try {
      const listed = live.project.config.dev?.inbox ?? [];
      const { env, now, newId } = this.#world;
      const order = { plan: live.frame.plan, listed, cell, to: to ?? '', env, now: now(), id: newId() };
      return { said: await sendToInbox(order) };
    } catch (error) {
      if (!(error instanceof LifecycleError)) throw error;
      return { problem: `${error.code}: ${error.message}`, help: error.help.join('; ') };
    }
  }
}

function idOf({ message, persona }: Cell): string {
  return `${message} ${persona}`;
}

function fieldOf(body: unknown, key: string): unknown {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, key)
    ? (body as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function textOf(body: unknown, key: string): string | null {
  const value = fieldOf(body, key);
  return typeof value === 'string' ? value : null;
}
