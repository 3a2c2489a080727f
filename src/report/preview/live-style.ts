/** What a page that follows its files has besides: the banner, values that can be tried out, and sending to an inbox. */
export const liveStyle = `
.live-banners { position: sticky; top: 0; z-index: 6; }
.bar { top: var(--live-top, 0px); }
@media (min-width: 60.01rem) { nav { top: calc(3.5rem + var(--live-top, 0px)); height: calc(100vh - 3.5rem - var(--live-top, 0px)); } }
.live-banner { background: var(--bad-tint); border-bottom: 1px solid var(--bad); color: var(--ink); padding: 0.5rem 1rem; font-size: var(--small); }
.live-banner[hidden] { display: none; }
.live-banner summary { cursor: pointer; }
.live-banner summary strong { color: var(--bad); }
.live-banner .findings { max-height: 40vh; overflow: auto; margin-top: 0.5rem; }
.live-offline { background: var(--warn-tint); border-color: var(--warn); }
.live-form { display: grid; gap: 0.5rem; margin-top: 1rem; font-size: var(--small); }
.live-form h4, .live-form summary { font-size: var(--small); font-weight: 650; }
.live-form summary { cursor: pointer; }
.live-fields { display: grid; gap: 0.5rem; margin: 0.5rem 0; }
.live-field { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 0.5rem; align-items: center; }
.live-field label { overflow-wrap: anywhere; color: var(--soft); }
.live-field input, .live-field select, .live-send select { width: 100%; min-width: 0; background: var(--card); border: 1px solid var(--line-strong); border-radius: 6px; padding: 0.25rem 0.4rem; }
.live-form button { justify-self: start; background: var(--card); border: 1px solid var(--line-strong); border-radius: 6px; padding: 0.3rem 0.7rem; }
.live-form button:hover { background: var(--tint); }
.live-said { color: var(--soft); overflow-wrap: anywhere; }
.live-said.bad { color: var(--bad); }
.waiting { max-width: 44rem; margin: 4rem auto; padding: 0 1rem; display: grid; gap: 0.75rem; }
`;
