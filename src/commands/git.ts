import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LifecycleError } from '../model/failure.js';
import type { Instant } from '../model/value.js';

/** A state of the files that Git knows. */
export interface Revision {
  /** As people call it: `main`. */
  readonly name: string;
  readonly commit: string;
}

/** Git, asked about the repository around a folder. It only reads: neither the work tree nor the index is touched, and nothing is fetched. */
export interface Git {
  /** The revision of that name; throws LC919 when there is none. */
  find(name: string): Revision;
  /** Where the checked-out state and the default branch (on GitHub Actions, the branch that a pull request is for) parted; throws LC919 when there is none. */
  mergeBase(): Revision;
  /** Writes the files below the folder of the project, as they were, into `to`; links and submodules are left out. Returns how many there were. */
  writeFiles(revision: Revision, to: string, wanted: (path: string) => boolean): number;
  /** What touched these folders of the project up to the state that is checked out: at most `most` commits without merges, newest first. Null where nothing was committed yet. */
  log(folders: readonly string[], most: number): GitLog | null;
}

/** The commits that touched something. */
export interface GitLog {
  /** The commit that is checked out. */
  readonly head: string;
  /** Whether the clone holds only the newest commits. */
  readonly shallow: boolean;
  readonly commits: readonly GitCommit[];
}

/** One commit; who made it is a name, never an address. */
export interface GitCommit {
  readonly hash: string;
  /** When it was first made, whoever put it where it is now. */
  readonly at: Instant;
  readonly author: string;
  readonly subject: string;
  /** The files that it touched, relative to the project. */
  readonly files: readonly string[];
}

/** Opens Git on the repository around `root`; throws LC919 when there is no Git or no repository. */
export function openGit(root: string, env: Readonly<Record<string, string | undefined>>): Git {
  const { status, stdout, stderr } = start(root, env, ['rev-parse', '--show-prefix']);
  if (status !== 0) throw noRepository(root, stderr.toString('utf8'));
  const prefix = stdout.toString('utf8');
  const commitOf = (name: string): string | null =>
    ask(root, env, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])?.trim() ?? null;
  return {
    find(name) {
      const commit = commitOf(name);
      if (commit !== null) return { name, commit };
      throw new LifecycleError(
        'LC919',
        `there is no branch, tag or commit "${name}", and no folder or plan of that name`,
        ['a shallow clone does not have it: on GitHub Actions, use actions/checkout with fetch-depth: 0'],
        2,
      );
    },
    mergeBase() {
      const branch = defaultBranches(root, env).find((name) => commitOf(name) !== null);
      const commit = branch === undefined ? null : ask(root, env, ['merge-base', 'HEAD', branch]);
      if (branch !== undefined && commit !== null) return { name: branch, commit: commit.trim() };
      throw new LifecycleError(
        'LC919',
        branch === undefined
          ? 'it cannot be told what the default branch is: there is neither main nor master, nor what a remote calls its own'
          : `this state and ${branch} have nothing in common that is known here`,
        [
          'name what to compare with: lifecycle diff --against BRANCH',
          'a shallow clone knows no more than its newest commit: on GitHub Actions, use actions/checkout with fetch-depth: 0',
        ],
      );
    },
    writeFiles({ commit }, to, wanted) {
      const folder = prefix.replace(/\n$/, '');
      const files = listFiles(root, env, commit, folder).filter(({ path }) => wanted(path));
      const texts = readBlobs(
        root,
        env,
        files.map(({ blob }) => blob),
      );
      files.forEach(({ path }, index) => {
        const file = join(to, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, texts[index] ?? '');
      });
      return files.length;
    },
    log(folders, most) {
      const head = commitOf('HEAD');
      if (head === null) return null;
      const said = ask(root, env, [...LOG, `--max-count=${most}`, head, '--', ...folders]);
      return {
        head,
        shallow: ask(root, env, ['rev-parse', '--is-shallow-repository'])?.trim() === 'true',
        commits: readCommits(said ?? '', prefix.replace(/\n$/, '')),
      };
    },
  };
}

/** What the settings of whoever asks would change is said here. */
const LOG = [
  ...['-c', 'log.showSignature=false', '-c', 'log.follow=false'],
  ...['log', '-z', '--name-only', '--no-renames', '--no-merges', '--no-color', '--no-ext-diff', '--no-textconv'],
  ...['--no-mailmap', '--no-notes', '--encoding=UTF-8', '--format=%H%x00%at%x00%an%x00%s%x00'],
];

/** No subject holds a NUL, and no path below a folder is a hash. */
function readCommits(text: string, folder: string): readonly GitCommit[] {
  const commits: (GitCommit & { readonly files: string[] })[] = [];
  const parts = text.split('\0');
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at] ?? '';
    if (/^[0-9a-f]{40,64}$/.test(part)) {
      const [seconds = '', author = '', subject = ''] = parts.slice(at + 1, at + 4);
      commits.push({ hash: part, at: Number(seconds) * 1000, author: withoutAddress(author), subject, files: [] });
      at += 3;
    } else {
      const path = part.replace(/^\n/, '');
      if (path !== '' && path.startsWith(folder)) commits.at(-1)?.files.push(path.slice(folder.length));
    }
  }
  return commits;
}

/** Some people sign with their address, which is nobody's business: `ann@example.com` is `ann`. */
function withoutAddress(author: string): string {
  return author.replace(/([^\s<>@]+)@[^\s<>@]+/g, '$1');
}

/** A repository that belongs to somebody else is refused by Git, and says so: in containers that is common. */
function noRepository(root: string, said: string): LifecycleError {
  const isNone = said === '' || said.includes('not a git repository');
  const why =
    said
      .trim()
      .split('\n')[0]
      ?.replace(/^fatal: /, '') ?? '';
  return new LifecycleError(
    'LC919',
    isNone ? `${root} is in no Git repository, so there is nothing to compare it with` : `Git refuses ${root}: ${why}`,
    [
      'name a folder or a plan to compare with: lifecycle diff --against dist/plan.json',
      ...(isNone ? [] : ['or let Git trust the folder: git config --global --add safe.directory FOLDER']),
    ],
  );
}

function defaultBranches(root: string, env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const target = env.GITHUB_BASE_REF;
  const remote = ask(root, env, ['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD'])?.trim();
  return [
    ...(target ? [`origin/${target}`, target] : []),
    ...(remote ? [remote] : []),
    'origin/main',
    'origin/master',
    'main',
    'master',
  ];
}

function listFiles(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
  commit: string,
  folder: string,
): readonly { readonly path: string; readonly blob: string }[] {
  const listed = ask(root, env, [
    'ls-tree',
    '-r',
    '-z',
    '--full-tree',
    commit,
    ...(folder === '' ? [] : ['--', folder]),
  ]);
  return (listed ?? '').split('\0').flatMap((line) => {
    const [head = '', path = ''] = line.split('\t');
    const [mode = '', kind, blob = ''] = head.split(' ');
    // A tree that was made by hand may name places outside of it.
    const isFile = kind === 'blob' && mode.startsWith('100') && !path.split('/').includes('..');
    return isFile && path.startsWith(folder) ? [{ path: path.slice(folder.length), blob }] : [];
  });
}

/** The bytes of several blobs in one process, as they lie in the repository: no filter of the work tree is asked. */
function readBlobs(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
  blobs: readonly string[],
): readonly Uint8Array[] {
  if (blobs.length === 0) return [];
  const { stdout } = start(root, env, ['cat-file', '--batch'], `${blobs.join('\n')}\n`);
  let at = 0;
  return blobs.map((blob) => {
    const end = stdout.indexOf(0x0a, at);
    const [, kind, size] = stdout.subarray(at, end).toString('latin1').split(' ');
    if (kind !== 'blob') {
      throw new LifecycleError('LC919', `Git does not have the file ${blob}`, [
        'the clone has only a part of the files: fetch all of them first',
      ]);
    }
    const from = end + 1;
    at = from + Number(size) + 1;
    return stdout.subarray(from, at - 1);
  });
}

/** What Git says; null when it says that it cannot. */
function ask(root: string, env: Readonly<Record<string, string | undefined>>, args: readonly string[]): string | null {
  const { status, stdout } = start(root, env, args);
  return status === 0 ? stdout.toString('utf8') : null;
}

/** A hook of Git names its own repository, by paths that are relative to another folder: ours is the one around the project. */
function withoutRepository(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const named = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX'];
  return Object.fromEntries(Object.entries(env).filter(([name]) => !named.includes(name)));
}

const MOST_BYTES = 2 ** 30;

function start(
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
  input = '',
): { readonly status: number | null; readonly stdout: Buffer; readonly stderr: Buffer } {
  const { status, stdout, stderr, error } = spawnSync('git', args, {
    cwd,
    input,
    // It asks nobody, takes no lock, and fetches nothing that a partial clone left out.
    env: {
      ...withoutRepository(env),
      LC_ALL: 'C',
      GIT_TERMINAL_PROMPT: '0',
      GIT_OPTIONAL_LOCKS: '0',
      GIT_NO_LAZY_FETCH: '1',
    },
    maxBuffer: MOST_BYTES,
    windowsHide: true,
  });
  if (error !== undefined && status === null) {
    throw new LifecycleError(
      'LC919',
      `Git cannot be asked: ${error.message}`,
      ['install git, or name a folder or a plan to compare with: lifecycle diff --against dist/plan.json'],
      3,
      { cause: error },
    );
  }
  return { status, stdout, stderr };
}
