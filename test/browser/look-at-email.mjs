// Runs inside the page. What a careful person would say of the layout of the email that is shown: cut, overlapping, too small.

/** Words for a place: its tag and what it says. */
function placed(element, what) {
  const words = element.textContent.trim().replace(/\s+/g, ' ').slice(0, 40);
  return `<${element.localName}> "${words}" ${what}`;
}

/** Each piece of text that is to be read, with the boxes of its lines. */
function texts() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    // What stands above an email for the list of an inbox is hidden in it.
    if (node.data.trim() === '' || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (element.closest('[aria-hidden="true"], style, script, title')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
    if (boxes.length > 0) found.push({ element, boxes });
  }
  return found;
}

function overlap(a, b) {
  const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return wide > 2 && high > 2;
}

/** The nearest box that does not show what reaches over its edge. */
function frameOf(element) {
  for (let at = element; at !== null; at = at.parentElement) {
    if (at !== document.body && getComputedStyle(at).overflowX !== 'visible') return at.getBoundingClientRect();
  }
  return { left: 0, right: innerWidth };
}

/** What is wrong with the layout at this width; nothing when it is right. */
function lookAtEmail() {
  const problems = [];
  if (document.documentElement.scrollWidth > innerWidth)
    problems.push(`it is ${document.documentElement.scrollWidth} px wide, and the window ${innerWidth} px`);
  const all = texts();
  if (all.length === 0) problems.push('there is nothing to read');
  for (const { element, boxes } of all) {
    const size = Number.parseFloat(getComputedStyle(element).fontSize);
    if (size < 14) problems.push(placed(element, `is ${size} px high`));
    const frame = frameOf(element);
    if (boxes.some(({ left, right }) => left < frame.left - 1 || right > frame.right + 1)) problems.push(placed(element, 'is cut'));
  }
  for (const [i, one] of all.entries()) {
    for (const other of all.slice(i + 1)) {
      // Lines of a paragraph share their height with what is set off in them.
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
      if (one.boxes.some((a) => other.boxes.some((b) => overlap(a, b))))
        problems.push(placed(one.element, `overlaps ${placed(other.element, '')}`));
    }
  }
  for (const link of document.querySelectorAll('td[role="presentation"] > a, td[role="presentation"] > p')) {
    const { height } = link.getBoundingClientRect();
    if (height < 44) problems.push(placed(link, `is a button ${height} px high`));
  }
  for (const image of document.images)
    if (!image.hasAttribute('alt')) problems.push(`an image has no alternative text: ${image.src}`);
  return problems;
}

globalThis.lookAtEmail = lookAtEmail;
