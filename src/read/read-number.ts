/** Why a plain number in YAML would not stay what was written; null when it does. */
export function findNumberTrap(
  source: string,
  value: number,
): { readonly message: string; readonly label: string } | null {
  const digits = source.replace(/^[-+]/, '');
  if (!Number.isFinite(value) || /inf|nan/i.test(digits)) {
    return { message: `${source} is not a number that can be counted with`, label: 'not finite' };
  }
  if (/^0[xo]/i.test(digits)) return { message: `${source} would be read as ${value}`, label: 'not a decimal number' };
  if (/e/i.test(digits)) return { message: `${source} would be read as ${value}`, label: 'an exponent' };
  if (/^0\d/.test(digits)) return { message: `${source} would be read as ${value}`, label: 'a leading zero' };
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return {
      message: `${source} has more digits than a number can hold`,
      label: `would be read as ${value.toFixed(0)}`,
    };
  }
  if (digits.includes('.') && digits.replace(/^[0.]+|\./g, '').replace(/0+$/, '').length > 15) {
    return { message: `${source} has more digits than a number can hold`, label: `would be read as ${value}` };
  }
  return null;
}
