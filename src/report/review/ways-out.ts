import type { Remedy } from '../../model/change.js';
import type { LocatedChange } from '../../model/diff-report.js';
import { displayText } from '../diagnostics/display.js';
import { remediesOf } from '../diff/diff-words.js';
import { clip, escapeMarkdown, fence } from '../escape-markdown.js';

const ACCEPTS = /^accepts: \[(.*)\]$/s;

/**
 * What makes the changes acceptable, by file: what their kinds say, then the lines that accept all that is meant, to be pasted as they are. Empty when nothing needs it.
 */
export function waysOut(changes: readonly LocatedChange[], failOn: LocatedChange['level']): readonly string[] {
  const byFile = new Map<string, LocatedChange[]>();
  for (const change of changes) {
    const file = change.file ?? '';
    byFile.set(file, [...(byFile.get(file) ?? []), change]);
  }
  return [...byFile].map(([file, own]) => {
    const offered = own.flatMap((change) => remediesOf(change, failOn).map((remedy) => ({ change, remedy })));
    const accepts = offered.flatMap(({ remedy }) => ACCEPTS.exec(remedy.yaml ?? '')?.[1] ?? []);
    const others = offered.filter(({ remedy }) => !ACCEPTS.test(remedy.yaml ?? ''));
    return [
      `\nIn **${escapeMarkdown(clip(file, 120))}**:\n`,
      ...others.map(({ change, remedy }) => `\n${sentence(change, remedy)}`),
      accepts.length === 0
        ? ''
        : `\n${others.length > 0 ? 'Or, if' : 'If'} it is meant as it stands, accept it with a reason (add the lines to \`accepts\` where it has some already):\n\n${fence(
            `accepts:\n${accepts.map((one) => `  - ${displayText(one)}\n`).join('')}`,
            'yaml',
          )}`,
    ].join('');
  });
}

function sentence({ code, step }: LocatedChange, { say, yaml }: Remedy): string {
  const place = step === null ? '' : ` ${escapeMarkdown(clip(step, 80))}`;
  const said = `**${code}**${place}: ${escapeMarkdown(clip(say, 240))}`;
  return yaml === null ? `${said}\n` : `${said}:\n\n${fence(displayText(yaml), 'yaml')}`;
}
