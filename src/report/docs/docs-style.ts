/** How the documentation looks on screens of any width and on paper, over the style that all pages share. */
export const docsStyle = `
html { scroll-behavior: smooth; scroll-padding-top: 1.5rem; }
.page { display: grid; grid-template-columns: 17rem minmax(0, 1fr); min-height: 100vh; }
.sidebar { position: sticky; top: 0; align-self: start; height: 100vh; overflow-y: auto; padding: 1.75rem 1rem 2rem 1.5rem; border-right: 1px solid var(--line); }
.brand { font-weight: 700; margin-bottom: 1rem; overflow-wrap: anywhere; }
.sidebar a { display: block; padding: 0.25rem 0.6rem; margin-left: -0.6rem; border-radius: 6px; color: var(--soft); text-decoration: none; font-size: 0.9375rem; overflow-wrap: anywhere; }
.sidebar a:hover { background: var(--tint); color: var(--ink); }
.find { margin-bottom: 1rem; }
.find input { width: 100%; padding: 0.45rem 0.7rem; border: 1px solid var(--line-strong); border-radius: 8px; background: var(--card); }
.find p { font-size: var(--tiny); color: var(--soft); min-height: 1.2em; margin-top: 0.25rem; }
.kicker { font-size: var(--tiny); font-weight: 650; letter-spacing: 0.06em; text-transform: uppercase; color: var(--faint); }
.sidebar .kicker { margin: 1.25rem 0 0.35rem; }
main { padding: 2.5rem clamp(1rem, 4vw, 3.5rem) 5rem; max-width: 74rem; width: 100%; min-width: 0; }
.head h1 { font-size: 2.25rem; overflow-wrap: anywhere; margin-top: 0.25rem; }
.counts { display: flex; flex-wrap: wrap; gap: 0.25rem 2rem; margin: 1.25rem 0 0.75rem; color: var(--soft); }
.counts b { font-size: 1.5rem; color: var(--ink); margin-right: 0.25rem; font-variant-numeric: tabular-nums; }
.asof, .note { color: var(--soft); font-size: var(--small); }
.lead { color: var(--soft); }
h2 { font-size: var(--huge); }
h2.over { margin: 3.5rem 0 1rem; }
main > section, article, .card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1.75rem clamp(1rem, 2.6vw, 2rem); box-shadow: var(--shadow); margin-top: 1.75rem; }
main > section.index { background: none; border: 0; padding: 0; box-shadow: none; }
main > section > h2 { font-size: 1.375rem; margin-bottom: 0.25rem; }
.scroll { overflow-x: auto; }
[hidden] { display: none !important; }
bdi, dd, li { overflow-wrap: anywhere; }
td, th { overflow-wrap: break-word; }

.map { margin: 1.25rem 0 0.75rem; }
.map-grid { min-width: calc(14rem + var(--stages) * 4rem); }
.map-row { display: grid; grid-template-columns: 14rem minmax(0, 1fr); align-items: center; border-top: 1px solid var(--line); }
.map-row:hover { background: var(--tint); }
.map-head, .map-head:hover { border: 0; background: none; }
.stages { display: grid; grid-template-columns: repeat(var(--stages), minmax(0, 1fr)); text-align: center; font-weight: 650; font-size: var(--small); padding-bottom: 0.5rem; }
.stages span { padding: 0 0.25rem; overflow-wrap: anywhere; }
.map-name { padding: 0.5rem 0.75rem 0.5rem 0; min-width: 0; }
.map-name a { font-weight: 600; text-decoration: none; color: var(--ink); display: block; }
.map-name a:hover { text-decoration: underline; }
.map-name span { display: block; font-size: var(--tiny); line-height: 1.35; color: var(--soft); }
.map-row > .map-line { display: block; width: 100%; height: auto; }
.map-words { display: none; font-size: var(--tiny); color: var(--soft); padding-bottom: 0.5rem; }
.map-line { overflow: visible; vertical-align: middle; }
.ground { stroke: var(--line); }
.other { fill: var(--line-strong); }
.served { fill: var(--accent); }
.reached { fill: var(--card); stroke: var(--accent); stroke-width: 1.5; }
.untold { fill: var(--card); stroke: var(--faint); stroke-width: 1.5; stroke-dasharray: 2 2; }
.stays { fill: none; stroke: var(--accent); stroke-width: 1.5; }
.arc { fill: none; stroke: var(--accent); stroke-width: 2.25; stroke-linecap: round; }
.tip { fill: var(--accent); }
.arc.perhaps { stroke-width: 1.5; stroke-dasharray: 3 5; stroke: var(--faint); }
.tip.perhaps { fill: var(--faint); }
.legend { display: flex; flex-wrap: wrap; gap: 0.4rem 1.25rem; font-size: var(--tiny); color: var(--soft); }
.legend span { display: inline-flex; align-items: center; gap: 0.35rem; }
.as-table { margin-top: 1rem; font-size: var(--small); }
.as-table summary { cursor: pointer; color: var(--accent); }
.as-table[open] summary { margin-bottom: 0.75rem; }
.stages-list, .plain { list-style: disc; padding-left: 1.2rem; }
.stages-list { list-style: decimal; }
.stages-list li, .plain li { margin: 0.3rem 0; }
.rules h2 { margin-bottom: 0.75rem !important; }

article header { border-bottom: 1px solid var(--line); padding-bottom: 1.25rem; margin-bottom: 1.25rem; }
article h3 { font-size: 1.5rem; overflow-wrap: anywhere; }
article h4 { font-size: 1.0625rem; margin: 2rem 0 0.5rem; }
.goal { font-size: 1.0625rem; color: var(--soft); margin-top: 0.35rem; max-width: 60ch; overflow-wrap: anywhere; }
.chips { display: flex; flex-wrap: wrap; gap: 0.4rem; margin-top: 0.9rem; font-size: var(--tiny); }
.chips li { background: var(--tint); border-radius: 99px; padding: 0.2rem 0.7rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: 0.9rem 2rem; }
.facts dt { font-size: var(--tiny); font-weight: 650; color: var(--faint); }
.facts dd { font-size: 0.9375rem; }
.summary { margin-bottom: 1.25rem; max-width: 78ch; overflow-wrap: anywhere; }
.both { display: grid; grid-template-columns: minmax(0, max-content) minmax(18rem, 1fr); gap: 1.5rem 2rem; align-items: start; }
.both > .scroll { background: var(--paper); border: 1px solid var(--line); border-radius: var(--radius); padding: 0.75rem; max-width: 100%; }
.both.wide { grid-template-columns: minmax(0, 1fr); }
.flow { display: block; margin: 0 auto; font-family: var(--sans); }
.flow text { text-anchor: middle; fill: var(--ink); unicode-bidi: isolate; }
.flow .eyebrow { font-size: 11px; font-weight: 650; fill: var(--faint); letter-spacing: 0.02em; }
.flow .title { font-size: 14px; font-weight: 600; }
.flow .note { font-size: 12px; fill: var(--soft); }
.box rect { fill: var(--card); stroke: var(--line-strong); }
.box.start rect { fill: var(--accent-tint); stroke: var(--accent); }
.box.start text.note, .box.start text.eyebrow { fill: var(--ink); }
.box.message .bar { fill: var(--accent); stroke: none; }
.box.delay rect { fill: var(--paper); stroke: none; }
.box.label rect { fill: var(--tint); stroke: none; }
.box.choice rect { stroke-dasharray: 4 3; }
.box.exit rect { fill: var(--warn-tint); stroke: var(--warn); }
.box.exit text { fill: var(--ink); }
.way { fill: none; stroke: var(--line-strong); stroke-width: 1.5; }
.flow .head { fill: var(--soft); }
.flow .end { fill: var(--soft); }
.story ol, .story ul { padding-left: 0; }
.story li { position: relative; padding: 0.15rem 0 0.6rem 1.25rem; border-left: 2px solid var(--line); }
.story li::before { content: ""; position: absolute; left: -5px; top: 0.6rem; width: 8px; height: 8px; border-radius: 50%; background: var(--accent); }
.story li li { padding-left: 1rem; }
.story ul { margin-top: 0.5rem; }
.story ul > li::before { background: var(--line-strong); border-radius: 2px; }
.story ul > li { border-left-style: dashed; }
.story span { display: block; }
.when { font-size: var(--small); color: var(--soft); }
.does { font-weight: 550; }
.more { font-size: var(--small); color: var(--soft); }
.if { font-size: var(--small); font-weight: 600; margin-bottom: 0.25rem; }

.calendar { margin-top: 0.75rem; font-size: var(--small); }
.day { display: grid; grid-template-columns: 5.5rem minmax(8rem, 26rem) minmax(0, 1fr); gap: 0.75rem; align-items: center; min-height: 1.6rem; }
.day .date { font-variant-numeric: tabular-nums; white-space: nowrap; }
.day.weekend .date { color: var(--faint); }
.said span { margin-right: 0.75rem; }
.ticks { display: flex; justify-content: space-between; color: var(--faint); font-size: var(--tiny); }
.track { display: block; background: var(--accent-tint); border-radius: 4px; overflow: hidden; }
.track .quiet, .track .shut { fill: var(--tint); }
.track .holiday { fill: var(--warn-tint); }
.track .holiday.some { opacity: 0.6; }
.track .hour { stroke: var(--card); stroke-width: 1; }
.track .go { fill: var(--accent); }
.track .go.perhaps { fill: var(--card); stroke: var(--accent); stroke-width: 1.5; }
.track .go.skipped { fill: none; stroke: var(--bad); stroke-width: 1.5; }
.track .enter { fill: var(--ink); }

table { width: 100%; font-size: var(--small); }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 0.75rem 0.5rem 0; border-top: 1px solid var(--line); min-width: 6rem; }
thead th { border-top: 0; color: var(--faint); font-size: var(--tiny); font-weight: 650; }
tbody th { font-weight: 600; }
td[dir] { min-width: 11rem; }
td small { display: block; color: var(--soft); font-size: var(--tiny); }
td code { font-size: var(--tiny); white-space: nowrap; }
.none { color: var(--faint); }
.card .lead { margin-bottom: 0.75rem; font-size: var(--small); }
.changes li { padding: 0.35rem 0; font-size: var(--small); border-top: 1px solid var(--line); }
.changes li:first-child { border: 0; }
.changes time { display: inline-block; min-width: 6.5rem; color: var(--soft); font-variant-numeric: tabular-nums; }
.changes small { color: var(--soft); white-space: nowrap; }

@media (max-width: 60rem) {
  .page { display: block; }
  .sidebar { position: static; height: auto; max-height: 22rem; border-right: 0; border-bottom: 1px solid var(--line); padding: 1.25rem clamp(1rem, 4vw, 3.5rem); }
  .sidebar ul { display: flex; flex-wrap: wrap; gap: 0.15rem 1.1rem; }
  .sidebar a { padding: 0.2rem 0; margin: 0; }
  .sidebar .kicker { margin: 0.9rem 0 0.15rem; }
  .find { margin-bottom: 0.5rem; }
  main { padding-top: 1.75rem; }
  .both { grid-template-columns: minmax(0, 1fr); }
}
@media (max-width: 40rem) {
  .map-grid { min-width: calc(var(--stages) * 3.5rem); }
  .map-row { grid-template-columns: minmax(0, 1fr); padding-top: 0.35rem; }
  .map-name { padding-bottom: 0; }
  .map-words { display: block; }
  .stages { font-size: var(--tiny); }
  .day { grid-template-columns: 4.6rem minmax(0, 1fr); gap: 0.25rem 0.5rem; }
  .day .said { grid-column: 2; }
  .day.hours span:last-child:empty { display: none; }
  .head h1 { font-size: 1.75rem; }
  .counts { gap: 0.25rem 1.25rem; }
}
@media print {
  html { font-size: 75%; }
  .sidebar, .skip { display: none; }
  .page { display: block; }
  main { padding: 0; max-width: none; }
  main > section, article, .card { box-shadow: none; border: 0; padding: 0.5rem 0; border-radius: 0; }
  article + article { break-before: page; }
  .scroll { overflow: visible; }
  .facts { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .both { display: block; }
  .both > .scroll { break-inside: avoid; border: 0; background: none; padding: 0; margin-bottom: 1rem; }
  .flow { width: auto; height: auto; max-width: 100%; max-height: 22cm; }
  tr, .day, .map-row, .facts > div, .story li > span { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
