/** The look that all our pages share, as custom properties and a few plain elements: paper and ink, one accent, light and dark by the reader's system. */
export const baseStyle = `
:root {
  color-scheme: light dark;
  --paper: #f8f7f4; --card: #ffffff; --tint: #f0eee8; --line: #e2ded5; --line-strong: #c9c3b6;
  --ink: #1f1d1a; --soft: #5f5a52; --faint: #767067;
  --accent: #0b6b62; --accent-tint: #e3f1ef; --on-accent: #ffffff;
  --good: #19713a; --good-tint: #e4f3e8; --warn: #8a5300; --warn-tint: #fbf0dc; --bad: #a8241f; --bad-tint: #fbe9e7;
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
  --small: 0.8125rem; --tiny: 0.75rem; --large: 1.25rem; --huge: 1.75rem;
  --radius: 10px; --shadow: 0 1px 2px rgb(31 29 26 / 6%), 0 4px 16px rgb(31 29 26 / 5%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #161513; --card: #1f1e1b; --tint: #292723; --line: #35322d; --line-strong: #524d45;
    --ink: #edeae3; --soft: #b3ada2; --faint: #958f84;
    --accent: #5cc7ba; --accent-tint: #17332f; --on-accent: #08211e;
    --good: #74cf92; --good-tint: #18301f; --warn: #e5b265; --warn-tint: #35290f; --bad: #f2938c; --bad-tint: #3b1c1a;
    --shadow: 0 1px 2px rgb(0 0 0 / 40%);
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { font: 100%/1.5 var(--sans); background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; }
body { margin: 0; }
h1, h2, h3, h4, p, ul, ol, dl, dd, figure, pre { margin: 0; padding: 0; }
h1, h2, h3, h4 { font-weight: 650; line-height: 1.25; text-wrap: balance; letter-spacing: -0.01em; }
ul, ol { list-style: none; }
a { color: var(--accent); text-underline-offset: 0.18em; }
code, pre, kbd { font-family: var(--mono); font-size: 0.92em; }
button, select, input, textarea { font: inherit; color: inherit; }
button { cursor: pointer; }
table { border-collapse: collapse; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 1rem; top: -4rem; background: var(--card); padding: 0.5rem 1rem; border-radius: var(--radius); z-index: 10; }
.skip:focus { top: 1rem; }
@media (prefers-reduced-motion: reduce) { * { transition: none !important; animation: none !important; scroll-behavior: auto !important; } }
@media print { html { background: none; } }
`;
