/** Whether a project path fits a written path or glob: `*` stands for any part of one name, `**` for any folders and files, `?` for one letter. */
export function matchPath(glob: string, path: string): boolean {
  // Longer than any path, and perhaps than a pattern can be.
  if (glob.length > 4096) return false;
  const pattern = glob
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => SIGNS[part] ?? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('');
  return new RegExp(`^${pattern}$`).test(path);
}

const SIGNS: Readonly<Record<string, string>> = {
  // Also no folder at all: `a/**/b` fits `a/b`.
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
};
