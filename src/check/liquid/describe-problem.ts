/** Says in plain words why a Liquid text does not parse; a message it does not know is passed on as it is. */
export function describeProblem(message: string): string {
  const matched = <T>(pattern: RegExp, say: (word: string) => T): T | null => {
    const match = pattern.exec(message);
    return match === null ? null : say(match[1] ?? '');
  };
  return (
    matched(/^tag "(?:end)(\w+)" not found$/, (tag) => `"end${tag}" has no "${tag}" that it could end`) ??
    matched(/^tag "(\w+)" not found$/, (tag) => `there is no Liquid tag "${tag}"`) ??
    matched(/^tag (\{%.*%\}) not closed$/s, (tag) => `"${tag}" is never ended with "{% end${tagName(tag)} %}"`) ??
    matched(/^output "(.*)" not closed$/s, () => 'this "{{" is never closed with "}}"') ??
    matched(/^tag "(.*)" not closed$/s, () => 'this "{%" is never closed with "%}"') ??
    matched(/^invalid value expression: "(.*)"$/s, (text) => (text === '' ? emptyValue : `"${text}" is not a value`)) ??
    matched(/^illegal tag: (.*)$/s, (tag) => `"${tag}" is not written as the tag needs it`) ??
    matched(/^((?:(?:more than|nested more than) \d+|a quoted text) .*)$/, (said) => said) ??
    matched(/^Maximum call stack/, () => 'nested far too deeply') ??
    `Liquid cannot read this: ${message}`
  );
}

const emptyValue = 'a value is missing here';

function tagName(tag: string): string {
  return /\w+/.exec(tag)?.[0] ?? '';
}
