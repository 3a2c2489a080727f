/** How the report on measurements looks on screens of any width and on paper, over the style that all pages share. */
export const reportStyle = `
main { max-width: 72rem; margin: 0 auto; padding: 2.5rem clamp(0.75rem, 4vw, 3rem) 5rem; }
.kicker { font-size: var(--tiny); font-weight: 650; letter-spacing: 0.06em; text-transform: uppercase; color: var(--soft); }
.head h1 { font-size: 2.25rem; overflow-wrap: anywhere; margin-top: 0.25rem; }
.asof, .lead { color: var(--soft); font-size: var(--small); max-width: 80ch; }
.counts { display: flex; flex-wrap: wrap; gap: 0.5rem 1.75rem; margin-top: 1rem; }
.counts li { display: flex; align-items: center; gap: 0.5rem; }
.counts b { font-size: 1.5rem; font-variant-numeric: tabular-nums; }
.card, article { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1.75rem clamp(1rem, 2.6vw, 2rem); box-shadow: var(--shadow); margin-top: 1.75rem; }
h2 { font-size: 1.375rem; }
article h3 { font-size: 1.5rem; overflow-wrap: anywhere; }
article h4 { font-size: 1.0625rem; margin: 2.25rem 0 0.25rem; }
h5 { margin: 1rem 0 0.25rem; font-size: var(--tiny); color: var(--soft); font-weight: 650; }
.goal { color: var(--soft); margin-top: 0.35rem; max-width: 60ch; overflow-wrap: anywhere; }
.chips { display: flex; flex-wrap: wrap; gap: 0.4rem; margin-top: 0.9rem; font-size: var(--tiny); }
.chips li { background: var(--tint); border-radius: 99px; padding: 0.2rem 0.7rem; overflow-wrap: anywhere; }
small { display: block; color: var(--soft); font-size: var(--tiny); line-height: 1.4; }
bdi, dd, li, p { overflow-wrap: anywhere; }
.none { color: var(--soft); }
.plain { list-style: disc; padding-left: 1.2rem; }
.scroll { overflow-x: auto; }

.badge { display: inline-flex; align-items: center; gap: 0.4rem; font-weight: 650; font-size: var(--small); color: var(--tone); }
.badge svg { flex: none; fill: var(--tone); }
.badge .sign { fill: none; stroke: var(--card); stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.badge .hollow { fill: none; stroke: var(--tone); stroke-width: 1.5; }
.badge .dashed { stroke-dasharray: 2.5 2; }
.badge .stroke { fill: none; stroke: var(--tone); stroke-width: 1.5; }
.badge { --tone: var(--ink); }
.is-worth_running, .is-kept { --tone: var(--good); --tone-tint: var(--good-tint); }
.is-not_worth_running, .is-broken { --tone: var(--bad); --tone-tint: var(--bad-tint); }
.is-undecided { --tone: var(--ink); --tone-tint: var(--tint); }
.is-invalid { --tone: var(--warn); --tone-tint: var(--warn-tint); }
.is-not_answerable, .is-not_known { --tone: var(--soft); --tone-tint: var(--tint); }

.track { display: block; overflow: visible; }
.track .grid, .plot .grid { stroke: var(--line); stroke-width: 1; }
.track .zero { stroke: var(--soft); stroke-width: 1.5; }
.track .range { fill: var(--look); fill-opacity: 0.35; }
.track .mark, .track .arrow { fill: var(--look); }
.look-good { --look: var(--good); }
.look-bad { --look: var(--bad); }
.look-open { --look: var(--ink); }
.look-plain { --look: var(--accent); }
.look-open .mark, .thin .mark { fill: var(--card); stroke: var(--look); stroke-width: 2; }
.look-open .range { fill-opacity: 0.2; }
.track .whisker { --look: var(--ink); }
.track .whisker .range { fill-opacity: 1; }
.track .expected { fill: var(--card); stroke: var(--ink); stroke-width: 1.5; }
.track .of-sent { fill: var(--accent); }
.track .of-held { fill: var(--card); stroke: var(--accent); stroke-width: 2; }
.track .bar { fill: var(--line-strong); }
.track .bar.earned { fill: var(--good); fill-opacity: 0.55; }
.track .bar.spent { fill: var(--bad); fill-opacity: 0.55; }
.track .limit { stroke: var(--warn); stroke-width: 2; stroke-dasharray: 3 2; }
.track .limit-head { fill: var(--warn); }
.scale { position: relative; height: 1.25rem; font-size: 12px; color: var(--soft); font-variant-numeric: tabular-nums; }
.scale span { position: absolute; transform: translateX(-50%); white-space: nowrap; }

.portfolio { margin-top: 1rem; }
.row { display: grid; grid-template-columns: minmax(9rem, 13rem) 10.5rem minmax(14rem, 1fr) 12rem; gap: 0.25rem 1.25rem; align-items: center; padding: 0.6rem 0; border-top: 1px solid var(--line); }
.row.head { border: 0; padding: 0; color: var(--soft); font-size: var(--tiny); font-weight: 650; }
.row.scale-row { border: 0; padding: 0.25rem 0 0; }
.row .scale, .row .strip { margin: 0 1.75rem; }
ol .row:last-child { border-bottom: 1px solid var(--line); }
.row .who a { font-weight: 600; color: var(--ink); text-decoration: none; }
.row .who a:hover { text-decoration: underline; }
.row .strip, .lift-row .strip, .bar-row .strip { display: block; }
.row .said { display: block; font-size: var(--tiny); color: var(--soft); text-align: center; }
.row .said b { color: var(--ink); }
.row .net { font-variant-numeric: tabular-nums; }
.row .net b { display: block; }
.row.is-invalid .strip { background: repeating-linear-gradient(45deg, var(--warn-tint) 0 6px, transparent 6px 12px); border-radius: 4px; }
.row.is-not_answerable .strip { border: 1px dashed var(--line-strong); border-radius: 4px; }
.legend { display: flex; flex-wrap: wrap; gap: 0.4rem 1.25rem; font-size: var(--tiny); color: var(--soft); margin-top: 1rem; }
.legend > span { display: inline-flex; align-items: center; gap: 0.4rem; }
.legend .sample { width: 3rem; flex: none; }
.legend .expected { transform: translateY(10px); }

.verdict { margin-top: 1.25rem; padding: 1rem 1.25rem; border-radius: var(--radius); background: var(--tone-tint); border-left: 5px solid var(--tone); }
.verdict.is-undecided, .verdict.is-not_answerable { border-left-style: double; }
.verdict.is-invalid { border-left-style: dashed; }
.verdict .sentence { font-size: 1.125rem; font-weight: 600; margin: 0.35rem 0 0.25rem; max-width: 70ch; }
.verdict p, .verdict li { max-width: 80ch; }
.verdict .advice { margin-top: 0.5rem; }

.lift-row, .bar-row { display: grid; grid-template-columns: 13rem minmax(0, 1fr) 15rem; gap: 0.25rem 1.25rem; align-items: center; padding: 0.45rem 0; }
.lift-row + .lift-row, .bar-row + .bar-row { border-top: 1px solid var(--line); }
.lift-row[aria-hidden], .bar-row[aria-hidden] { padding-top: 0.2rem; }
.lift-row .strip, .lift-row > .scale, .bar-row .strip, .bar-row > .scale { margin: 0 2rem; }
.what b { overflow-wrap: anywhere; }
.amount { font-variant-numeric: tabular-nums; }
.lifts { margin-top: 0.75rem; }
.guardrail { margin-top: 0.5rem; padding-bottom: 0.5rem; border-bottom: 1px solid var(--line); }
.guardrail:last-child { border: 0; }
.guardrail .why { font-size: var(--small); }
.guardrail .amount .badge { margin-bottom: 0.15rem; }

.curve { margin-top: 0.75rem; }
.plot { display: grid; grid-template-columns: max-content minmax(0, 1fr); column-gap: 0.5rem; padding-right: 1.5rem; }
.mark-row { grid-column: 2; position: relative; height: 1.25rem; font-size: 12px; font-weight: 600; color: var(--warn); }
.mark-row span { position: absolute; white-space: nowrap; }
.upright { grid-column: 1; position: relative; height: var(--high); width: 3.75rem; font-size: 12px; color: var(--soft); font-variant-numeric: tabular-nums; }
.upright span { position: absolute; right: 0; transform: translateY(50%); white-space: nowrap; line-height: 1; }
.area { height: var(--high); border-left: 1px solid var(--line-strong); }
.area svg { display: block; overflow: hidden; }
.area path { vector-effect: non-scaling-stroke; fill: none; }
.area .zero { stroke: var(--soft); stroke-width: 1.5; }
.area .band { fill: var(--accent); fill-opacity: 0.16; stroke: var(--accent); stroke-opacity: 0.5; stroke-width: 1; }
.area .line { stroke: var(--accent); stroke-width: 2.5; stroke-linejoin: round; }
.area .due { stroke: var(--warn); stroke-width: 2; stroke-dasharray: 5 4; }
.plot .scale { grid-column: 2; margin-top: 0.25rem; }
figcaption { font-size: var(--small); color: var(--soft); margin-top: 0.5rem; max-width: 80ch; }
.as-table { margin-top: 0.5rem; font-size: var(--small); }
.as-table summary { cursor: pointer; color: var(--accent); }

table { width: 100%; font-size: var(--small); margin-top: 0.5rem; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 1rem 0.5rem 0; border-top: 1px solid var(--line); font-variant-numeric: tabular-nums; }
thead th { border-top: 0; color: var(--soft); font-size: var(--tiny); font-weight: 650; }
tbody th { font-weight: 600; }
.numbers th, .method td:nth-child(5) { white-space: nowrap; }
.numbers th, .numbers td { min-width: 5rem; }
.swatch { display: inline-block; width: 0.7rem; height: 0.7rem; border-radius: 50%; margin-right: 0.5rem; border: 2px solid var(--accent); }
.swatch.of-sent { background: var(--accent); }
.matrix td { min-width: 9.5rem; }
.matrix th { min-width: 8rem; }
.matrix .same { background: var(--tint); padding-left: 0.5rem; padding-right: 0.5rem; }
.pair { display: grid; grid-template-columns: 2rem minmax(2.5rem, 1fr) 3.25rem; gap: 0.35rem; align-items: center; font-size: var(--tiny); }
.pair .number { text-align: right; }
.share { display: block; }
.share .ground { fill: var(--line); }
.share .of-sent { fill: var(--accent); }
.share .of-held { fill: var(--faint); }
.method { border-top: 1px solid var(--line); margin-top: 2.25rem; }
.method h4 { margin-top: 1.25rem; }
.method td, .method thead th { min-width: 8rem; }
.method td:last-child { min-width: 14rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); gap: 0.6rem 2rem; margin: 0.5rem 0 1rem; }
.facts dt { font-size: var(--tiny); font-weight: 650; color: var(--soft); }
.facts dd { font-size: var(--small); }

@media (max-width: 56rem) {
  .row { grid-template-columns: minmax(0, 1fr) max-content; }
  .row.head { display: none; }
  .row .lift { grid-column: 1 / -1; grid-row: 2; }
  .row .net { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 0 0.5rem; align-items: baseline; }
  .row .net::before { content: "After all costs:"; font-size: var(--tiny); color: var(--soft); }
  .row.scale-row { grid-template-columns: minmax(0, 1fr); }
  .row.scale-row > span { display: none; }
  .lift-row, .bar-row { grid-template-columns: minmax(0, 1fr); }
  .lift-row[aria-hidden] > span, .bar-row[aria-hidden] > span:empty { display: none; }
}
@media (max-width: 40rem) {
  .row { grid-template-columns: minmax(0, 1fr); }
  .row .lift { grid-row: auto; }
  .row .said { text-align: left; }
  .head h1 { font-size: 1.75rem; }
  .upright { width: 2.75rem; }
  .plot { padding-right: 1rem; }
}
@media print {
  html { font-size: 75%; }
  main { padding: 0; max-width: none; }
  .skip, .as-table { display: none; }
  .card, article { box-shadow: none; border: 0; padding: 0.5rem 0; border-radius: 0; }
  article { break-before: page; }
  .scroll { overflow: visible; }
  .row, .lift-row, .bar-row, .guardrail, .curve, .verdict, tr, .facts > div { break-inside: avoid; }
  h2, h3, h4, h5 { break-after: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
