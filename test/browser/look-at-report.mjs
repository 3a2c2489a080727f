// Runs in the browser: what a reader of a report on measurements would see as wrong.
globalThis.lookAtReport = () => {
  const problems = [];
  const sideways = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (sideways > 0) problems.push(`the page scrolls sideways by ${sideways}`);
  const labels = [...document.querySelectorAll('.scale, .upright, .mark-row')];
  for (const group of labels) {
    const spans = [...group.querySelectorAll('span')].map((span) => ({ said: span.textContent, rect: span.getBoundingClientRect() }));
    const seen = spans.filter(({ rect }) => rect.width > 0);
    const frame = (group.closest('.card, article') ?? document.body).getBoundingClientRect();
    for (const [at, a] of seen.entries()) {
      if (a.rect.left < frame.left || a.rect.right > frame.right) problems.push(`"${a.said}" leaves its card`);
      for (const b of seen.slice(at + 1))
        if (a.rect.right > b.rect.left && b.rect.right > a.rect.left && a.rect.bottom > b.rect.top && b.rect.bottom > a.rect.top)
          problems.push(`"${a.said}" lies on "${b.said}"`);
    }
  }
  // Labels stand where what they name is drawn.
  for (const scale of document.querySelectorAll('.portfolio > .scale-row .scale')) {
    if (scale.getBoundingClientRect().width === 0) continue;
    for (const track of document.querySelectorAll('.portfolio .track')) {
      const [a, b] = [scale.getBoundingClientRect(), track.getBoundingClientRect()];
      if (Math.abs(a.left - b.left) > 1.5 || Math.abs(a.right - b.right) > 1.5) problems.push('a scale is not as wide as its tracks');
    }
  }
  for (const element of document.querySelectorAll('main *:not(svg *, .unseen)')) {
    const style = getComputedStyle(element);
    const { clientWidth, scrollWidth } = element;
    if (clientWidth > 0 && scrollWidth > clientWidth + 1 && style.overflowX === 'hidden')
      problems.push(`<${element.tagName.toLowerCase()} class="${element.className}"> is cut`);
  }
  // Texts that are laid out side by side do not run into each other.
  for (const row of document.querySelectorAll('.row, .lift-row, .bar-row, .counts, .chips')) {
    const cells = [...row.children].map((cell) => ({ cell, rect: cell.getBoundingClientRect() })).filter(({ rect }) => rect.width > 0);
    for (const [at, { cell, rect }] of cells.entries()) {
      if (cell.scrollWidth > cell.clientWidth + 1 && cell.clientWidth > 0 && !cell.matches('.scale, .strip'))
        problems.push(`"${cell.textContent.slice(0, 40)}" is wider than its place`);
      for (const other of cells.slice(at + 1))
        if (rect.right > other.rect.left + 1 && other.rect.right > rect.left + 1 && rect.bottom > other.rect.top + 1 && other.rect.bottom > rect.top + 1)
          problems.push(`"${cell.textContent.slice(0, 40)}" lies on "${other.cell.textContent.slice(0, 40)}"`);
    }
  }
  return [...new Set(problems)];
};
