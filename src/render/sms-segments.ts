/** How a text message is cut into the pieces that are sent and paid for. */
export interface SmsSegments {
  readonly count: number;
  /** GSM-7 holds 160 characters (153 in each of several), UCS-2 70 (67). */
  readonly alphabet: 'GSM-7' | 'UCS-2';
}

/** More than this is no text message any more. */
export const MOST_SEGMENTS = 10;

// 3GPP TS 23.038, section 6.2.1: the default alphabet, and its extension, whose characters take two places.
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const EXTENDED = new Set('\f^{}\\[~]|€');

/** Counts the segments of a text (3GPP TS 23.038 and 23.040): one sign outside the GSM alphabet makes all of it UCS-2; no sign is cut in two. */
export function countSegments(text: string): SmsSegments {
  const signs = [...text];
  const isGsm = signs.every((sign) => BASIC.has(sign) || EXTENDED.has(sign));
  const widths = signs.map((sign) => (isGsm ? (EXTENDED.has(sign) ? 2 : 1) : sign.length));
  const [single, several] = isGsm ? [160, 153] : [70, 67];
  const alphabet = isGsm ? 'GSM-7' : 'UCS-2';
  const total = widths.reduce((sum, width) => sum + width, 0);
  if (total <= single) return { count: 1, alphabet };
  let count = 1;
  let filled = 0;
  for (const width of widths) {
    if (filled + width > several) {
      count += 1;
      filled = 0;
    }
    filled += width;
  }
  return { count, alphabet };
}
