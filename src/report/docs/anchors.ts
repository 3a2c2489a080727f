/** The place of a campaign on the page. Ids of campaigns are file names, of which a place may hold only some signs. */
export function campaignAnchor(id: string): string {
  return `campaign-${id.replace(/[^a-z0-9-]/g, (sign) => `_${sign.codePointAt(0)?.toString(16) ?? ''}`)}`;
}
