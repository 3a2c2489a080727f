// Runs inside the page: shows one email after the other in a frame of its own, where its scripts would run, and says what became of it.

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

/** What a browser makes of an email: its shape, what stands where the value was put, and where its links lead. */
function watch(html) {
  const frame = document.createElement('iframe');
  document.body.append(frame);
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
  // Whatever listens is woken: pictures fail, links are pressed, the pointer comes by.
  for (const link of page.links) if (link.protocol !== 'mailto:' && link.protocol !== 'tel:') link.addEventListener('click', (event) => event.preventDefault());
  for (const element of page.querySelectorAll('*')) {
    for (const name of ['error', 'load', 'focus', 'mouseover', 'animationstart', 'toggle'])
      element.dispatchEvent(new frame.contentWindow.Event(name));
  }
  frame.remove();
  return seen;
}

globalThis.watch = watch;
