/** The frame of the preview: the bar on top, the campaigns as timelines on the left, and where the message stands. */
export const previewStyle = `
body { min-height: 100vh; display: flex; flex-direction: column; font-size: 0.9375rem; }
.bar { position: sticky; top: 0; z-index: 5; display: flex; align-items: center; gap: 1rem; min-height: 3.5rem; padding: 0.5rem 1rem; background: var(--card); border-bottom: 1px solid var(--line); }
.bar-name { flex: 0 1 18.5rem; min-width: 0; }
.bar h1 { font-size: 1rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.bar-name p { font-size: var(--tiny); color: var(--soft); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.people-bar { margin-right: auto; overflow-x: auto; scrollbar-width: thin; }
.switch { display: inline-flex; flex: none; max-width: 100%; padding: 3px; gap: 2px; background: var(--tint); border-radius: 9px; }
.people-bar.switch { flex: 0 1 auto; }
.switch button { flex: none; border: 0; background: none; padding: 0.25rem 0.7rem; border-radius: 7px; font-size: var(--small); color: var(--soft); white-space: nowrap; max-width: 16rem; overflow: hidden; text-overflow: ellipsis; }
.switch button:hover:not(:disabled) { color: var(--ink); }
.switch button[aria-pressed=true] { background: var(--card); color: var(--ink); font-weight: 600; box-shadow: 0 0 0 1px var(--line-strong), var(--shadow); }
.switch button:disabled { cursor: default; opacity: 0.5; text-decoration: line-through; }
.single, .round, #nav-open { border: 1px solid var(--line-strong); background: var(--card); border-radius: 8px; padding: 0.25rem 0.75rem; font-size: var(--small); }
.single[aria-pressed=true] { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
.round { flex: none; width: 2rem; height: 2rem; padding: 0; border-radius: 50%; font-weight: 600; color: var(--soft); }
#nav-open { display: none; }
.columns { flex: 1; display: grid; grid-template-columns: 20rem minmax(0, 1fr); }
nav { position: sticky; top: 3.5rem; align-self: start; height: calc(100vh - 3.5rem); overflow-y: auto; padding: 0 0 2rem; border-right: 1px solid var(--line); scrollbar-width: thin; }
.filter { position: sticky; top: 0; z-index: 2; padding: 0.75rem 1rem; background: var(--paper); }
.filter input { width: 100%; padding: 0.35rem 0.7rem; border: 1px solid var(--line-strong); border-radius: 8px; background: var(--card); font-size: var(--small); }
.campaign { padding: 0 1rem 0.5rem; content-visibility: auto; contain-intrinsic-size: auto 3rem; }
.campaign + .campaign { border-top: 1px solid var(--line); }
.campaign summary { list-style: none; display: flex; align-items: baseline; gap: 0.5rem; padding: 0.75rem 0 0.25rem; cursor: pointer; border-radius: 6px; }
.campaign summary::-webkit-details-marker { display: none; }
.campaign summary::after { content: ""; flex: none; margin-left: auto; width: 0.4rem; height: 0.4rem; border: solid var(--faint); border-width: 0 1.5px 1.5px 0; transform: rotate(-45deg); align-self: center; }
.campaign[open] summary::after { transform: rotate(45deg); }
.campaign h2 { font-size: 0.9375rem; }
.campaign summary code { font-size: var(--tiny); color: var(--faint); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.starts { font-size: var(--tiny); color: var(--soft); padding-bottom: 0.5rem; overflow-wrap: anywhere; }
.word { color: var(--faint); }
.flow { padding-left: 0.2rem; }
.step { padding: 0 0 0.35rem 1rem; }
.step > * { position: relative; }
.step > *::before { content: ""; position: absolute; left: -0.8rem; top: 0; bottom: -0.36rem; width: 2px; background: var(--line); }
.step > .way::before { left: calc(-0.8rem - 2px); }
.flow > .step:last-child > :last-child::before { bottom: 50%; }
.flow > .step-fork:last-child > :last-child::before { display: none; }
.flow-plain { padding: 0.25rem 0 0; }
.flow-plain > .step { padding: 0 0 0.2rem; }
.flow-plain > .step > a::before { display: none; }
.step-message > a::after, .exit::after, .quiet::after, .fork::after { content: ""; position: absolute; left: calc(-0.8rem - 3px); top: calc(50% - 4px); width: 8px; height: 8px; border-radius: 50%; background: var(--accent); box-shadow: 0 0 0 3px var(--paper); }
.step-message > a[aria-current]::after { box-shadow: 0 0 0 3px var(--accent-tint); }
.exit::after, .quiet::after { border-radius: 2px; background: var(--line-strong); }
.fork::after { border-radius: 1px; background: var(--line-strong); transform: rotate(45deg); }
.wait, .only, .fork, .way-name, .exit, .quiet { font-size: var(--tiny); color: var(--soft); overflow-wrap: anywhere; }
.wait, .only { padding: 0.1rem 0 0.15rem; }
.wait { color: var(--faint); }
.only { font-style: italic; }
.fork, .exit, .quiet { padding: 0.3rem 0; }
.fork { font-weight: 600; }
.way { margin: 0.15rem 0 0.35rem; padding-left: 0.75rem; border-left: 2px solid var(--line); }
.way-name { padding-bottom: 0.2rem; }
.step > a { display: grid; grid-template-columns: 1.25rem minmax(0, 1fr); column-gap: 0.4rem; padding: 0.35rem 0.5rem; border-radius: 8px; color: inherit; text-decoration: none; }
.step > a:hover { background: var(--tint); }
.step > a[aria-current] { background: var(--accent-tint); box-shadow: inset 0 0 0 1px var(--accent); }
.channel { width: 1rem; height: 1rem; margin-top: 0.15rem; fill: none; stroke: var(--soft); stroke-width: 1.3; stroke-linecap: round; stroke-linejoin: round; }
a[aria-current] .channel { stroke: var(--accent); }
.subject { grid-column: 2; font-size: var(--small); line-height: 1.35; font-weight: 500; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
a[aria-current] .subject { white-space: normal; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; }
.step-line { grid-column: 2; display: flex; align-items: center; gap: 0.4rem; font-size: var(--tiny); color: var(--soft); }
.step-line code { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.count { flex: none; display: inline-block; min-width: 1.15rem; padding: 0 0.35rem; border-radius: 99px; background: var(--warn-tint); color: var(--warn); font-size: var(--tiny); font-weight: 650; line-height: 1.15rem; text-align: center; }
.count:empty { display: none; }
.step-line .count { margin-left: auto; }
.count-error { background: var(--bad-tint); color: var(--bad); }
.change-sign { padding: 0 0.4rem; border-radius: 5px; background: var(--tint); line-height: 1.15rem; }
.change-added { background: var(--good-tint); color: var(--good); }
.change-removed { background: var(--bad-tint); color: var(--bad); }
.change-changed { background: var(--warn-tint); color: var(--warn); }
main { min-width: 0; padding: 1.25rem 1.5rem 2rem; }
main:focus { outline: none; }
.shown, html:not(.live) :is(.people-bar, .filter, #keys-open, #nav-open) { display: none; }
.live .shown { display: grid; }
.plain { max-width: 46rem; }
.plain dt { margin-top: 1rem; color: var(--soft); }
dialog { width: min(24rem, calc(100vw - 2rem)); padding: 1.25rem 1.5rem; border: 1px solid var(--line-strong); border-radius: var(--radius); background: var(--card); color: var(--ink); box-shadow: var(--shadow); }
dialog::backdrop { background: rgb(0 0 0 / 45%); }
dialog h2 { font-size: var(--large); margin-bottom: 0.75rem; }
dialog dl div { display: flex; gap: 1rem; padding: 0.2rem 0; }
dialog dt { width: 5.5rem; }
dialog p { margin-top: 0.9rem; font-size: var(--small); }
kbd { display: inline-block; min-width: 1.5rem; padding: 0 0.35rem; border: 1px solid var(--line-strong); border-bottom-width: 2px; border-radius: 5px; background: var(--tint); text-align: center; }
@media (max-width: 60rem) {
  #nav-open { display: block; }
  .live nav { display: none; }
  .columns { grid-template-columns: minmax(0, 1fr); }
  .bar { flex-wrap: wrap; }
  .bar-name { flex: 1; }
  .people-bar { order: 1; flex: 1 1 100% !important; }
  nav { position: static; height: auto; border-right: 0; }
  .live.live .list-open nav { display: block; }
  .list-open main { display: none; }
  main { padding: 1rem; }
}
@media print {
  nav, .bar, .tools, dialog { display: none !important; }
  .columns { display: block; }
  main { padding: 0; }
}
`;
