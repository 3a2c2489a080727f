const PAIR = / *([A-Za-z]\w*): +(?:(-?(?:0|[1-9]\d{0,9})(?:\.\d{0,4}[1-9])?)|([A-Za-z][\w-]*)) *([,}])/y;
/** Words that mean something else than themselves, in one version of YAML or another, or to JavaScript. */
const NO_TEXT = /^(?:true|false|null|yes|no|on|off|y|n|constructor|prototype)$/i;

/** Reads a YAML group of nothing but plain words and numbers (`{plan: gold, value: 90}`), a hundred times faster than all of YAML is read; null for any other text, which may well be YAML too. */
export function readPlainMap(text: string): Readonly<Record<string, string | number>> | null {
  const map: Record<string, string | number> = Object.create(null);
  PAIR.lastIndex = 1;
  for (let pair = text.startsWith('{') ? PAIR.exec(text) : null; pair !== null; pair = PAIR.exec(text)) {
    const [, key = '', number, word = '', end] = pair;
    if (NO_TEXT.test(key) || NO_TEXT.test(word) || key in map) return null;
    map[key] = number === undefined ? word : Number(number);
    if (end === '}') return PAIR.lastIndex === text.length ? map : null;
  }
  return null;
}
