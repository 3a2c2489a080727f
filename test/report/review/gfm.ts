/** What GitHub would make of a comment, as far as it can go wrong: everything that is not as it should be. */
export function wrongWith(markdown: string): readonly string[] {
  const wrong: string[] = [];
  let fence: string | null = null;
  let details = 0;
  let columns: number | null = null;
  for (const line of markdown.split('\n')) {
    const marks = /^(`{3,})(\w*)$/.exec(line);
    if (fence !== null) {
      if (marks?.[1] !== undefined && marks[1].length >= fence.length && marks[2] === '') fence = null;
      continue;
    }
    if (marks?.[1] !== undefined) {
      fence = marks[1];
      continue;
    }
    details += line.split('<details>').length - line.split('</details>').length;
    if (details < 0) wrong.push(`closed too often: ${line}`);
    const cells = line.startsWith('|') ? line.split('|').length : null;
    if (cells !== null && columns !== null && cells !== columns)
      wrong.push(`a row of ${cells} instead of ${columns}: ${line}`);
    columns = cells === null ? null : (columns ?? cells);
    const bare = line
      .replace(/<!-- [a-z -]*-->/g, '\0')
      .replace(/<\/?(?:details|summary|sub|code)>|<br>/g, '')
      .replace(/&(?:amp|lt|gt|#\d+);/g, '');
    if (/[<>]/.test(bare)) wrong.push(`markup: ${line}`);
    if (/@(?!\0)/.test(bare)) wrong.push(`a mention: ${line}`);
    if (/(?:#|\bGH-)\d/i.test(bare)) wrong.push(`a reference: ${line}`);
    if (/:\/\/|\bwww\./i.test(bare.replace(/\]\(https:\/\/[^()\s]+\)/g, ''))) wrong.push(`an address: ${line}`);
    if (/!?\[[^\]]*\]\((?!https:\/\/)/.test(bare)) wrong.push(`a link: ${line}`);
  }
  if (fence !== null) wrong.push('a fence is left open');
  if (details !== 0) wrong.push('details are left open');
  return wrong;
}
