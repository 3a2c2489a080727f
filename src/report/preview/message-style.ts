/** One message of the preview: its inbox lines, the frame that shows it, and what is to be said of it. */
export const messageStyle = `
.shown-head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.2rem 1rem; }
.shown-head h2 { font-size: var(--large); overflow-wrap: anywhere; }
.title-campaign { color: var(--soft); font-weight: 500; }
.title-campaign::after { content: " ›"; content: " ›" / ""; color: var(--faint); }
#facts { font-size: var(--small); color: var(--soft); overflow-wrap: anywhere; }
#inbox:empty, #inbox-phone:empty { display: none; }
.inbox-row { min-width: 0; padding: 0.5rem 1rem 0.7rem; background: var(--card); border: 1px solid var(--line); }
.inbox-row:first-child { border-radius: var(--radius) var(--radius) 0 0; }
.inbox-row:last-child { border-radius: 0 0 var(--radius) var(--radius); }
.inbox-row:only-child { border-radius: var(--radius); }
.inbox-row + .inbox-row { border-top: 0; }
.inbox-row .inbox-label { margin: 0; font-size: var(--tiny); font-weight: 400; color: var(--faint); padding-bottom: 0.2rem; letter-spacing: 0; }
.inbox-desktop { display: flex; max-width: 60rem; font: 14px/20px Roboto, RobotoDraft, Helvetica, Arial, sans-serif; }
.inbox-desktop .inbox-from { flex: 0 0 168px; padding-right: 32px; font-weight: 700; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.inbox-line { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.inbox-desktop .inbox-subject { font-weight: 700; unicode-bidi: isolate; }
.inbox-words, .inbox-dash { color: var(--soft); unicode-bidi: isolate; }
.inbox-phone { display: flex; gap: 12px; width: 302px; max-width: 100%; font: 14px/20px Roboto, RobotoDraft, Helvetica, Arial, sans-serif; }
.inbox-face { flex: none; width: 36px; height: 36px; margin-top: 4px; border-radius: 50%; background: var(--accent); color: var(--on-accent); font-size: 17px; line-height: 36px; text-align: center; }
.inbox-column { min-width: 0; flex: 1; }
.inbox-column > span { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.inbox-column .inbox-from { font-size: 16px; line-height: 20px; font-weight: 700; }
.inbox-column .inbox-subject { font-weight: 700; }
.tools { display: flex; flex-wrap: wrap; gap: 0.5rem 0.75rem; align-items: center; justify-content: space-between; }
.tools-picture { display: flex; flex-wrap: wrap; gap: 0.5rem 0.75rem; align-items: center; }
.tools[hidden], .tools-picture[hidden] { display: none; }
.shown { grid-template-columns: minmax(0, 1fr) 21rem; grid-template-rows: auto auto auto auto 1fr; gap: 0.9rem 1.25rem; align-items: start; }
.shown-head, #inbox, .tools { grid-column: 1 / -1; }
#stage { grid-column: 1; grid-row: 4 / 6; }
#inbox-phone { grid-column: 2; grid-row: 4; }
.about { grid-column: 2; grid-row: 4 / 6; }
#inbox-phone:not(:empty) ~ .about { grid-row: 5; }
#stage { min-width: 0; padding: 1.25rem; background: var(--tint); border-radius: 14px; }
.fit { --scale: 1; --tall: max(36rem, calc(100vh - 19rem)); display: flex; justify-content: center; height: var(--tall); overflow: hidden; }
.mail { flex: none; height: calc(var(--tall) / var(--scale)); border: 0; border-radius: 8px; background: #ffffff; transform: scale(var(--scale)); transform-origin: top center; color-scheme: light; }
.mail-dark { background: #121212; color-scheme: dark; }
.remark { max-width: 40rem; margin: 0 auto; padding: 0 0 0.75rem; font-size: var(--small); color: var(--soft); text-align: center; }
.letter, .code, .headers { margin: 0 auto; padding: 1.25rem 1.5rem; max-height: max(36rem, calc(100vh - 19rem)); overflow: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
.letter { max-width: 46rem; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.875rem; line-height: 1.6; }
.code { counter-reset: line; padding: 0.75rem 0; font-size: 0.78rem; line-height: 1.55; }
.line, .change, .skipped { display: block; padding: 0 1rem 0 4rem; text-indent: 0; white-space: pre-wrap; overflow-wrap: anywhere; position: relative; }
.line::before { counter-increment: line; content: counter(line); content: counter(line) / ""; position: absolute; left: 0; width: 3rem; text-align: right; color: var(--faint); }
.headers table { width: 100%; font-size: var(--small); }
.headers th { padding: 0.4rem 1rem 0.4rem 0; text-align: left; vertical-align: top; font-weight: 600; white-space: nowrap; }
.headers td { padding: 0.4rem 0; font-family: var(--mono); font-size: 0.92em; overflow-wrap: anywhere; }
.headers tr + tr > * { border-top: 1px solid var(--line); }
.held, .gap { max-width: 34rem; margin: 0 auto; padding: 1.25rem 1.5rem; border: 1px dashed var(--line-strong); border-radius: var(--radius); background: var(--card); }
.held strong { color: var(--warn); }
.gap { color: var(--soft); text-align: center; }
.phone { max-width: 23.4375rem; margin: 0 auto; padding: 2rem 1rem 1.25rem; border-radius: 28px; background: var(--card); border: 1px solid var(--line); display: grid; gap: 0.9rem; }
.bubble { max-width: 88%; padding: 0.6rem 0.9rem; border-radius: 18px 18px 18px 5px; background: var(--tint); white-space: pre-wrap; overflow-wrap: anywhere; }
.bubble-whatsapp { background: var(--good-tint); }
.notice { padding: 0.8rem 1rem; border-radius: 16px; background: var(--tint); overflow-wrap: anywhere; white-space: pre-wrap; }
.card-app { font-size: var(--tiny); color: var(--soft); }
.card-title { font-weight: 650; }
.phone .remark { padding: 0; }
.about { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem; min-width: 0; }
.about h3 { font-size: var(--small); margin-bottom: 0.5rem; }
.fine { font-size: var(--small); color: var(--soft); }
.findings { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.75rem; }
.finding { padding: 0.75rem 0.9rem; background: var(--card); border: 1px solid var(--line); border-left: 3px solid var(--warn); border-radius: 8px; font-size: var(--small); }
.finding-error { border-left-color: var(--bad); }
.severity { padding: 0 0.4rem; border-radius: 5px; font-size: var(--tiny); font-weight: 650; background: var(--warn-tint); color: var(--warn); }
.severity-error { background: var(--bad-tint); color: var(--bad); }
.finding-code { color: var(--soft); }
.finding-message { margin: 0.3rem 0; font-weight: 550; overflow-wrap: anywhere; }
.finding-place { font-size: var(--tiny); overflow-wrap: anywhere; }
.finding-frame { margin: 0.5rem 0; padding: 0.5rem 0.6rem; overflow-x: auto; background: var(--tint); border-radius: 6px; font-size: 0.7rem; line-height: 1.5; }
.said { margin-top: 0.35rem; color: var(--soft); overflow-wrap: anywhere; }
.said strong { color: var(--ink); font-weight: 600; }
#person { padding-top: 1rem; border-top: 1px solid var(--line); }
.person-about { font-size: var(--small); color: var(--soft); margin-bottom: 0.5rem; }
.values { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 0.2rem 0.75rem; font-size: var(--tiny); }
.values dt { color: var(--soft); overflow-wrap: anywhere; }
.values dd { overflow-wrap: anywhere; max-height: 6em; overflow-y: auto; }
.person-file { margin-top: 0.6rem; font-size: var(--tiny); color: var(--faint); overflow-wrap: anywhere; }
.people { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: 1rem; }
.people-wide { grid-template-columns: minmax(0, 1fr); }
.person-card { min-width: 0; padding: 0.75rem; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); }
.person-card h3 { display: flex; justify-content: space-between; gap: 0.5rem; font-size: var(--small); }
.person-subject { margin: 0.2rem 0 0.6rem; font-size: var(--small); color: var(--soft); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.small .fit { --tall: 24rem; }
.small .letter, .small .code, .small .headers { max-height: 22rem; }
.wide #stage, .wide #inbox-phone, .wide #inbox-phone:not(:empty) ~ .about, .wide .about { grid-column: 1 / -1; grid-row: auto; }
.wide #inbox-phone:not(:empty) { display: flex; gap: 1.25rem; }
.wide #inbox-phone .inbox-row { border: 1px solid var(--line); border-radius: var(--radius); }
.sides { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1.25rem; }
.side-name { margin-bottom: 0.5rem; font-size: var(--small); color: var(--soft); }
.change { padding-left: 2.2rem; }
.sign { position: absolute; left: 1rem; color: var(--faint); }
.gone { background: var(--bad-tint); }
.come { background: var(--good-tint); }
.gone .sign { color: var(--bad); }
.come .sign { color: var(--good); }
.skipped { padding: 0.2rem 1rem; color: var(--soft); background: var(--tint); text-align: center; }
@media (max-width: 80rem) {
  .shown { grid-template-columns: minmax(0, 1fr); grid-template-rows: none; }
  #stage, #inbox-phone, .about, #inbox-phone:not(:empty) ~ .about { grid-column: 1; grid-row: auto; }
}
@media (max-width: 48rem) {
  #stage { padding: 0.75rem; margin: 0 -0.5rem; }
  .sides { grid-template-columns: minmax(0, 1fr); }
}
@media print {
  .shown { display: block !important; }
  .shown > * + * { margin-top: 1rem; }
  #stage { padding: 0; background: none; }
  .fit { --tall: 60rem; break-inside: avoid; }
}
`;
