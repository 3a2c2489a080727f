import { existsSync, readFileSync, realpathSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { LifecycleError } from '../model/failure.js';

/** What the kernel says of file systems that other machines write to as well, and on which neither locks nor fsync can be relied on. */
const BY_MAGIC: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x5346414f, 'AFS'],
  [0x73757245, 'Coda'],
  [0x786f4256, 'a VirtualBox shared folder'],
]);

/** The same by the name of the mount: FUSE has one number for everything, local or not. */
const BY_NAME =
  /^(?:nfs4?|cifs|smb3?|smbfs|afs|ncpfs|davfs2?|vboxsf|prl_fs|fuse\.(?:sshfs|s3fs|s3backer|goofys|gcsfuse|rclone|davfs2?|curlftpfs|smbnetfs|blobfuse2?|mountpoint-s3|google-drive-ocamlfuse|onedriver|glusterfs|juicefs|seaweedfs))$/;

/** The network file system that a file is on, as a person would call it; null when it is on none that is known. Only Linux tells. */
export function findNetworkDisk(magic: number, mounts: string, path: string): string | null {
  // Some platforms hand the 32 bits out as a signed number.
  const named = BY_MAGIC.get(magic >>> 0);
  if (named !== undefined) return named;
  const type = mountType(mounts, path);
  return type !== null && BY_NAME.test(type) ? type.replace(/^fuse\./, '') : null;
}

/** Throws LC921 when the folder of `path` is on a network file system. */
export function refuseNetworkDisk(path: string): void {
  if (!existsSync(dirname(path))) return;
  const folder = realpathSync(dirname(path));
  const found = findNetworkDisk(statfsSync(folder).type, readMounts(), folder);
  if (found === null) return;
  throw new LifecycleError('LC921', `the ledger ${path} is on a network disk (${found})`, [
    'Keep it on a disk of the machine that runs lifecycle, or on a volume that only that machine has.',
    'Name its new place in `data.ledger`; then move the file there, and say `lifecycle adopt --moved`.',
  ]);
}

function readMounts(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    return '';
  }
}

/** The type of the mount that a path is in, by the lines of `/proc/self/mountinfo`: of two mounts in one place, the later one. */
function mountType(mounts: string, path: string): string | null {
  let best: { readonly point: string; readonly type: string } | null = null;
  for (const line of mounts.split('\n')) {
    const [before = '', after = ''] = line.split(' - ');
    const point = unescaped(before.split(' ')[4] ?? '');
    const type = after.split(' ')[0] ?? '';
    if (point === '' || type === '') continue;
    const within = path === point || path.startsWith(point.endsWith('/') ? point : `${point}/`);
    if (within && point.length >= (best?.point.length ?? 0)) best = { point, type };
  }
  return best?.type ?? null;
}

function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
