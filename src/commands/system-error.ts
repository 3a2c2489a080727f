import { LifecycleError } from '../model/failure.js';

const DEEDS: Readonly<Record<string, string>> = {
  open: 'open',
  read: 'read',
  write: 'write',
  close: 'close',
  fsync: 'write',
  stat: 'look at',
  lstat: 'look at',
  fstat: 'look at',
  statfs: 'look at',
  access: 'open',
  realpath: 'look at',
  readlink: 'look at',
  scandir: 'list',
  opendir: 'list',
  mkdir: 'make the folder',
  mkdtemp: 'make the folder',
  rmdir: 'remove',
  rm: 'remove',
  unlink: 'remove',
  rename: 'rename',
  copyfile: 'copy',
  chmod: 'set the rights of',
  utime: 'touch',
};

const REASONS: Readonly<Record<string, readonly [said: string, help: string]>> = {
  ENOSPC: ['the disk is full', 'Make room, then run the command again.'],
  EDQUOT: ["this user's share of the disk is used up", 'Make room, then run the command again.'],
  EMFILE: ['this process has too many files open', 'Raise its limit (`ulimit -n 4096`), then run the command again.'],
  ENFILE: ['this machine has too many files open', 'End what keeps them open, then run the command again.'],
  EACCES: ['this user may not', 'Give the user who runs lifecycle the right to it, or run it as another user.'],
  EPERM: ['this user may not', 'Give the user who runs lifecycle the right to it, or run it as another user.'],
  EROFS: ['the disk is read-only', 'Choose another place, or make the disk writable.'],
  EIO: ['the disk cannot be read or written', 'Check the disk, then run the command again.'],
  ENOENT: ['it is not there', 'Put it there, or correct its path.'],
  ENOTDIR: ['a part of its path is no folder', 'Correct its path.'],
  EISDIR: ['it is a folder', 'Name a file, or take the folder away.'],
};

/** What a refusal of the operating system means to whoever ran the command (LC930); null for any other error, which is ours. */
export function explainSystemError(error: unknown): LifecycleError | null {
  if (!(error instanceof Error)) return null;
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string' || typeof syscall !== 'string' || !/^E[A-Z0-9]+$/.test(code)) return null;
  const [said, help] = REASONS[code] ?? ['the system refused', 'Mend that, then run the command again.'];
  const deed = DEEDS[syscall] ?? 'use';
  return new LifecycleError('LC930', `cannot ${deed} ${path ?? 'a file'}: ${said} (${code})`, [help], 3, {
    cause: error,
  });
}
