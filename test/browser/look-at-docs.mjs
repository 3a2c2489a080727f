// Runs in the browser: what a reader of the documentation would see as wrong.
globalThis.lookAtDocs = () => {
  const problems = [];
  const sideways = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (sideways > 0) problems.push(`the page scrolls sideways by ${sideways}`);
  const inside = (inner, outer, slack = 0.6) =>
    inner.left >= outer.left - slack &&
    inner.right <= outer.right + slack &&
    inner.top >= outer.top - slack &&
    inner.bottom <= outer.bottom + slack;
  for (const svg of document.querySelectorAll('svg.flow')) {
    const frame = svg.getBoundingClientRect();
    const boxes = [...svg.querySelectorAll('g.box')].map((group) => ({
      rect: group.querySelector('rect').getBoundingClientRect(),
      texts: [...group.querySelectorAll('text')].map((text) => ({ said: text.textContent, rect: text.getBoundingClientRect() })),
    }));
    for (const { rect, texts } of boxes) {
      if (!inside(rect, frame)) problems.push('a box leaves its picture');
      for (const { said, rect: text } of texts) if (text.width > 0 && !inside(text, rect)) problems.push(`"${said}" leaves its box`);
    }
    const texts = boxes.flatMap((box) => box.texts).filter(({ rect }) => rect.width > 0);
    for (const [at, a] of texts.entries())
      for (const b of texts.slice(at + 1)) {
        const apart =
          a.rect.right <= b.rect.left || b.rect.right <= a.rect.left || a.rect.bottom <= b.rect.top + 3 || b.rect.bottom <= a.rect.top + 3;
        if (!apart) problems.push(`"${a.said}" lies on "${b.said}"`);
      }
  }
  const middle = ({ left, right }) => (left + right) / 2;
  const heads = [...document.querySelectorAll('.stages span')].map((head) => middle(head.getBoundingClientRect()));
  for (const dot of document.querySelectorAll('.map-row > .map-line circle')) {
    const at = middle(dot.getBoundingClientRect());
    if (!heads.some((head) => Math.abs(head - at) < 2)) problems.push('a stage of the map is not below its name');
  }
  for (const element of document.querySelectorAll('main *:not(svg *, .unseen)')) {
    const style = getComputedStyle(element);
    if (element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1 && style.overflowX === 'hidden')
      problems.push(`<${element.tagName.toLowerCase()} class="${element.className}"> is cut`);
  }
  return [...new Set(problems)];
};
