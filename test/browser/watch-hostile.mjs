// Runs inside the page: shows one email after the other in a frame, where its scripts would run, and says what became of it.

globalThis.tripped = 0;
globalThis.trip = () => {
  globalThis.tripped++;
};

/** Tags and names of attributes, as they are nested. */
function shapeOf(node) {
  const inside = [...node.childNodes]
    .filter(({ nodeType }) => nodeType === Node.ELEMENT_NODE || nodeType === Node.COMMENT_NODE)
    .map((child) => (child.nodeType === Node.COMMENT_NODE ? '<!---->' : shapeOf(child)));
  const names = [...(node.attributes ?? [])].map(({ name }) => name);
  return `<${[node.nodeName.toLowerCase(), ...names].join(' ')}>${inside.join('')}</>`;
}

// One frame for all: to make one costs more than all that is asked of it. Nothing has to be drawn, and scripts run all the same.
const frame = document.createElement('iframe');
frame.style.display = 'none';
document.body.append(frame);

/** What a browser makes of an email: its shape, what stands where the value was put, and where its links lead. */
function watch(html) {
  const page = frame.contentDocument;
  page.open();
  page.write(html);
  page.close();
  const textOf = (id) => page.getElementById(id)?.textContent ?? null;
  const seen = {
    shape: shapeOf(page.documentElement),
    texts: ['name', 'event', 'catalog', 'cell', 'filtered'].map(textOf),
    titles: ['double', 'single'].map((id) => page.getElementById(id)?.getAttribute('title') ?? null),
    links: [...page.links].map(({ id, protocol, href }) => ({ id, protocol, href })),
  };
  // Whatever listens is woken, as a reader would wake it.
  for (const element of page.querySelectorAll('*')) {
    for (const { name } of element.attributes)
      if (name.startsWith('on')) element.dispatchEvent(new frame.contentWindow.Event(name.slice(2)));
  }
  return seen;
}

globalThis.watch = watch;
