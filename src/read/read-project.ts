import type { BlockFile } from '../model/block-file.js';
import type { CampaignFile } from '../model/campaign-file.js';
import type { ConfigFile } from '../model/config-file.js';
import { compareDiagnostics, compareText, type Diagnostic } from '../model/diagnostic.js';
import type { Ignore } from '../model/ignore.js';
import { LOCK_FILE, type LockFile } from '../model/lock-file.js';
import type { PersonaFile } from '../model/persona-file.js';
import {
  type BlockSource,
  type CampaignSource,
  type PartialSource,
  PERSONAS,
  type PersonaSource,
  type Project,
  type SourceText,
  type TemplateSource,
} from '../model/project.js';
import { type FileText, makeFileText } from './file-text.js';
import { findFiles } from './find-files.js';
import { findIgnores } from './find-ignores.js';
import { finding } from './finding.js';
import { readFile, readText, unreadable } from './read-file.js';
import { findMergeMarks, isThere } from './read-lock.js';
import { ReadMemory } from './read-memory.js';
import { readPartial, readTemplate, readTemplatePath } from './read-template.js';
import { readYaml } from './read-yaml.js';
import type { ReadingCache } from './reading-cache.js';

const CONFIG_FILE = 'lifecycle.config.yaml';

/** What reading a folder gives. */
export interface ReadResult {
  /** Null when the configuration has errors; files with errors of their own are left out of it. */
  readonly project: Project | null;
  /** Sorted by file and place. */
  readonly diagnostics: readonly Diagnostic[];
  /** The text of every file that could be read, also of those with errors, for showing findings. */
  readonly sources: readonly SourceText[];
  /** The `lifecycle-ignore` comments of those files, by file and place. */
  readonly ignores: readonly Ignore[];
}

/** Bytes to be read in place of what a file holds, whether or not there is one: what an editor has not saved yet. */
export interface StandIn {
  /** Relative to the project root, with forward slashes. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** What may spare reading some of its work; the result is the same without. */
export interface ReadHelp {
  readonly standIn?: StandIn | null;
  /** Of earlier readings of this project in this process. */
  readonly memory?: ReadMemory;
  /** Of earlier processes. */
  readonly cache?: ReadingCache;
  /** Leaves the campaigns unread, so that the memory knows all else when they are. */
  readonly withoutCampaigns?: true;
}

/** Reads the project in `root`: the configuration, the lock, `campaigns/`, `templates/` and `schemas/personas/`. The same files give the same result, wherever they lie. */
export function readProject(root: string, help: ReadHelp = {}): ReadResult {
  return new ProjectReader(root, help).read();
}

class ProjectReader {
  readonly #root: string;
  readonly #standIn: StandIn | null;
  readonly #memory: ReadMemory;
  readonly #cache: ReadingCache | null;
  readonly #withoutCampaigns: boolean;
  readonly #sources = new Map<string, FileText>();
  readonly #diagnostics: Diagnostic[] = [];
  readonly #broken: string[] = [];

  constructor(root: string, { standIn, memory, cache, withoutCampaigns }: ReadHelp) {
    this.#root = root;
    this.#standIn = standIn ?? null;
    this.#memory = memory ?? new ReadMemory();
    this.#cache = cache ?? null;
    this.#withoutCampaigns = withoutCampaigns === true;
  }

  read(): ReadResult {
    const config = this.#config();
    const lock = this.#lock();
    const campaigns = this.#withoutCampaigns ? [] : this.#campaigns();
    const { templates, partials, blocks } = this.#templates();
    const personas = this.#personas();
    if (!this.#withoutCampaigns) this.#memory.keep(new Set(this.#sources.keys()));
    const sources = [...this.#sources.values()].map(({ file, sha256, text }) => ({ path: file, sha256, text }));
    const project: Project | null = config && {
      configFile: CONFIG_FILE,
      config,
      lock,
      campaigns,
      templates,
      partials,
      blocks,
      personas,
      sources,
      broken: this.#broken,
      spans: this.#memory.spans,
      spanAt: (file, start, end) => (this.#sources.get(file) ?? makeFileText(file, '')).spanAt(start, end),
    };
    const ignores = [...this.#sources.values()].flatMap((source) =>
      this.#memory.recall(source, 'ignores', () => findIgnores(source)),
    );
    return { project, diagnostics: this.#diagnostics.sort(compareDiagnostics), sources, ignores };
  }

  #config(): ConfigFile | null {
    const source = this.#open(CONFIG_FILE);
    return source && this.#yaml<ConfigFile>(source, 'config.schema.json', 'the configuration');
  }

  #lock(): LockFile | null {
    if (this.#standIn?.file !== LOCK_FILE && !isThere(this.#root, LOCK_FILE)) return null;
    const source = this.#open(LOCK_FILE);
    const marks = source && findMergeMarks(source);
    if (source === null || marks === null) return source && this.#yaml<LockFile>(source, 'lock.schema.json', LOCK_FILE);
    this.#refuse(LOCK_FILE, [marks]);
    return null;
  }

  #campaigns(): readonly CampaignSource[] {
    const campaigns: CampaignSource[] = [];
    const byId = new Map<string, string>();
    for (const file of this.#find('campaigns')) {
      const id = /([^/]+)\.yaml$/.exec(file)?.[1];
      if (id === undefined) {
        this.#refuse(file, [
          unreadable(
            file,
            'is not a campaign',
            /\.yml$/i.test(file) ? 'rename it to end in .yaml' : 'campaigns end in .yaml; keep other files elsewhere',
          ),
        ]);
        continue;
      }
      const source = this.#open(file);
      if (!source) continue;
      if (!this.#isId(source, id, 'campaign')) continue;
      const first = byId.get(id);
      if (first !== undefined)
        this.#refuse(file, [this.#sameId(file, first, `campaign id "${id}" is used by two files`)]);
      byId.set(id, first ?? file);
      const node = this.#yaml<CampaignFile>(source, 'campaign.schema.json', `campaign "${id}"`);
      if (node && first === undefined)
        campaigns.push(this.#memory.recall(source, 'campaign', () => ({ file, id, node })));
    }
    return campaigns;
  }

  #personas(): readonly PersonaSource[] {
    return this.#find(PERSONAS).flatMap((file) => {
      const id = new RegExp(`^${PERSONAS}/([^/]+)\\.yaml$`).exec(file)?.[1];
      if (id === undefined) {
        this.#refuse(file, [unreadable(file, 'is not a persona', `write ${PERSONAS}/NAME.yaml, or keep it elsewhere`)]);
        return [];
      }
      const source = this.#open(file);
      if (!source || !this.#isId(source, id, 'persona')) return [];
      const node = this.#yaml<PersonaFile>(source, 'persona.schema.json', `persona "${id}"`);
      return node ? [this.#memory.recall(source, 'persona', () => ({ file, id, node }))] : [];
    });
  }

  #isId(source: FileText, id: string, what: string): boolean {
    if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) return true;
    this.#refuse(source.file, [
      finding('LC109', {
        message: `"${id}" is not an id, and the name of the file is the id of the ${what}`,
        span: source.spanAt(0, 0),
        help: ['rename the file with small letters, digits and hyphens'],
      }),
    ]);
    return false;
  }

  #templates(): Pick<Project, 'templates' | 'partials' | 'blocks'> {
    const templates: TemplateSource[] = [];
    const partials: PartialSource[] = [];
    const blocks: BlockSource[] = [];
    const byName = new Map<string, string>();
    for (const file of this.#find('templates')) {
      const path = readTemplatePath(file);
      if (path.role === 'unknown') {
        this.#refuse(file, [unreadable(file, path.why, path.help)]);
        continue;
      }
      const source = this.#open(file);
      if (!source) continue;
      if (path.role === 'block') {
        const node = this.#yaml<BlockFile>(source, 'block.schema.json', `block "${path.id}"`);
        if (node) blocks.push(this.#memory.recall(source, 'block', () => ({ file, id: path.id, node })));
        continue;
      }
      // help.mjml and help.liquid would both be the message; help.txt beside the first is its plain text.
      const name = [path.role, path.id, 'lang' in path ? path.lang : path.kind, path.kind === 'txt'].join(' ');
      const first = byName.get(name);
      byName.set(name, first ?? file);
      if (first !== undefined)
        this.#refuse(file, [this.#sameId(file, first, `${path.role} "${path.id}" is written in two files`)]);
      else if (path.role === 'template') {
        const { template, diagnostics } = this.#memory.recall(source, 'template', () =>
          readTemplate(source, path, this.#memory.spans, this.#cache),
        );
        if (template) templates.push(template);
        else this.#refuse(file, diagnostics);
      } else {
        const { partial, diagnostics } = this.#memory.recall(source, 'partial', () => readPartial(source, path));
        if (partial) partials.push(partial);
        else this.#refuse(file, diagnostics);
      }
    }
    return { templates, partials, blocks };
  }

  #yaml<T>(source: FileText, schema: string, name: string): T | null {
    const { value, findings } = this.#memory.recall(source, 'yaml', () =>
      readYaml(source, { schema, name }, this.#memory.spans, this.#cache),
    );
    if (findings.length === 0) return value as T;
    this.#refuse(source.file, findings);
    return null;
  }

  #open(file: string): FileText | null {
    const standIn = this.#standIn?.file === file ? this.#standIn : null;
    const make = (name: string, text: string): FileText => this.#memory.text(name, text);
    const outcome = standIn === null ? readFile(this.#root, file, make) : readText(file, standIn.bytes, make);
    if ('problem' in outcome) {
      this.#refuse(file, [outcome.problem]);
      return null;
    }
    this.#sources.set(file, outcome.source);
    return outcome.source;
  }

  #find(folder: string): readonly string[] {
    const { files, diagnostics } = findFiles(this.#root, folder);
    for (const problem of diagnostics) this.#refuse(problem.span.file, [problem]);
    const unsaved = this.#standIn?.file;
    if (!unsaved?.startsWith(`${folder}/`) || files.includes(unsaved)) return files;
    return [...files, unsaved].sort(compareText);
  }

  #refuse(file: string, findings: readonly Diagnostic[]): void {
    if (!this.#broken.includes(file)) this.#broken.push(file);
    for (const one of findings) this.#diagnostics.push(one);
  }

  #sameId(file: string, first: string, message: string): Diagnostic {
    const related = [{ span: makeFileText(first, '').spanAt(0, 0), label: 'the first' }];
    return finding('LC114', {
      message,
      span: makeFileText(file, '').spanAt(0, 0),
      related,
      help: ['rename one of them'],
    });
  }
}
