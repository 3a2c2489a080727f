/** Leaves in the list only the campaigns in which somebody can read the words that were typed. */
export function filterMessages(typed: string): void {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  for (const campaign of document.querySelectorAll<HTMLDetailsElement>('#messages details')) {
    const text = campaign.textContent.toLowerCase();
    campaign.hidden = !words.every((word) => text.includes(word));
    if (words.length > 0 && !campaign.hidden) campaign.open = true;
  }
}
