const WIDTH = 100;

/** A line broken between words at 100 columns; what follows hangs at `hang` columns. A word that is longer stays whole. */
export function wrapLine(line: string, hang: number): string {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = indent;
  for (const word of line.slice(indent.length).split(/(?<=\S)(?= )/)) {
    const isFirst = current.trim() === '';
    if (isFirst || [...current, ...word].length <= WIDTH) current += word;
    else {
      lines.push(current);
      current = ' '.repeat(hang) + word.trimStart();
    }
  }
  return [...lines, current].join('\n');
}
