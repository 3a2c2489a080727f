const random = /\bmj-carousel-([0-9a-f]{16})\b|<input type="checkbox" id="([0-9a-f]{16})" class="mj-menu-checkbox"/g;

/**
 * Gives what MJML named at random (carousels, the menus of navigation bars) names by their order, wherever they are used, so that the same
 * template gives the same bytes.
 */
export function settleIds(html: string): string {
  const names = new Map<string, string>();
  for (const [, carousel, menu] of html.matchAll(random)) {
    const id = carousel ?? menu ?? '';
    if (!names.has(id)) names.set(id, `${carousel === undefined ? 'mj-menu-' : ''}${names.size + 1}`);
  }
  if (names.size === 0) return html;
  return html.replace(/\b[0-9a-f]{16}\b/g, (id) => names.get(id) ?? id);
}
