import { tones } from './report.ts';

/** Each tone has a class of its name, and a fill for bars and dots. */
const toneRules = tones
  .map(
    (
      tone,
    ) => `.${tone} { color: var(--${tone}); } .message.${tone} { color: var(--ink); border-color: var(--${tone}-fill); }
rect.${tone}, circle.${tone} { fill: var(--${tone}-fill); }`,
  )
  .join('\n');

/** One column, two colour schemes, no font or image from anywhere. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: #f6f6f3; --card: #ffffff; --ink: #1c2027; --soft: #565e6c; --line: #e2e3de; --sunk: #f3f4f0;
  --accent: #2f58c4; --focus: #2f58c4;
  --good: #1b7347; --bad: #b3261e; --odd: #7a3a9c; --warn: #8a5600; --dull: #5a6272;
  --faint: #5f6673; --note: #22599f;
  --good-fill: #56ad81; --bad-fill: #d9544b; --odd-fill: #a36cc4; --warn-fill: #e0a63a;
  --dull-fill: #b9bec8; --faint-fill: #dcdfe4; --note-fill: #77a5e0;
  --shadow: 0 1px 2px rgb(20 24 32 / 5%), 0 6px 20px rgb(20 24 32 / 4%);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #121418; --card: #1a1d23; --ink: #e8eaee; --soft: #a0a8b6; --line: #2c3139; --sunk: #15181d;
    --accent: #93b3ff; --focus: #93b3ff;
    --good: #6fd09d; --bad: #ff8f86; --odd: #d3a4ee; --warn: #f0bd5e; --dull: #a9b1bf;
    --faint: #9aa2b0; --note: #8fbcf7;
    --good-fill: #3f9a6c; --bad-fill: #d9584f; --odd-fill: #9a63bd; --warn-fill: #c98f2b;
    --dull-fill: #5b6472; --faint-fill: #3a414c; --note-fill: #4c7fc2;
    --shadow: none;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 5rem; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
  -webkit-text-size-adjust: 100%; overflow-wrap: anywhere;
}
[hidden] { display: none !important; }
main, header.top { max-width: 68rem; margin: 0 auto; padding: 0 1.5rem; }
main { padding-bottom: 5rem; }
h1, h2, h3, p, dl, dd, ul, ol, fieldset, table { margin: 0; padding: 0; }
h2 { font-size: 1.2rem; font-weight: 650; letter-spacing: -.01em; margin: 3rem 0 .9rem; }
a { color: var(--accent); text-underline-offset: .18em; text-decoration-thickness: 1px; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
code, pre, .id { font-family: var(--mono); font-size: .8125rem; }
.quiet { color: var(--soft); }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; z-index: 9; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

header.top { padding-top: 3.25rem; }
.eyebrow { color: var(--soft); font-size: .875rem; }
h1 { font-size: clamp(1.9rem, 5.2vw, 2.9rem); line-height: 1.12; letter-spacing: -.028em; font-weight: 680; margin: .35rem 0 .5rem; }
h1 span { display: block; }
.lead { font-size: 1.0625rem; }
.bar { display: block; width: 100%; height: .75rem; border-radius: .375rem; margin: 1.6rem 0 .8rem; background: var(--line); }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.25rem; list-style: none; font-size: .875rem; color: var(--soft); }
.legend b { color: var(--ink); font-weight: 620; font-variant-numeric: tabular-nums; }
.legend svg { width: .625rem; height: .625rem; margin-right: .45rem; border-radius: 50%; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 1.1rem 2rem; margin-top: 1.75rem; padding-top: 1.4rem; border-top: 1px solid var(--line); font-size: .9375rem; }
.facts > div { min-width: 0; }
.facts dt { color: var(--soft); font-size: .8125rem; }

.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); }
.links { list-style: none; overflow: hidden; }
.links li + li { border-top: 1px solid var(--line); }
.links a { display: grid; grid-template-columns: 8.2rem 6.4rem minmax(0, 1fr); gap: .15rem 1rem; padding: .8rem 1.15rem; color: inherit; text-decoration: none; align-items: baseline; }
.links a:hover { background: var(--sunk); }
.links li { padding-bottom: .8rem; }
.links li > a { padding-bottom: .15rem; }
.links p { padding: .1rem 1.15rem 0; }
.links .id.bad { color: var(--bad); } .links .id.odd { color: var(--odd); } .links .id.warn { color: var(--warn); }
.seen { font-size: .9375rem; color: var(--soft); overflow-wrap: break-word; }
.seen b { color: var(--ink); font-weight: 560; }
.others { font-size: .875rem; color: var(--soft); }
.links .others a { display: inline; padding: 0; color: var(--accent); }
.alerts { padding: .8rem 1.15rem .8rem 2.2rem; }
.links span { min-width: 0; }

table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }

.matrix, .sheet { overflow: hidden; }
.matrix table { table-layout: fixed; }
.matrix th:first-child { width: 30%; }
.matrix .name { color: var(--soft); font-size: .875rem; }
.matrix .code { display: inline-block; min-width: 3.2rem; }
.matrix th, .matrix td { text-align: left; padding: .2rem .5rem; font-weight: 450; overflow-wrap: break-word; }
.matrix thead th + th { padding-left: 1rem; }
.matrix button { font: inherit; font-size: .9375rem; color: var(--ink); background: none; border: 0; border-radius: 7px; padding: .4rem .5rem; width: 100%; text-align: left; cursor: pointer; display: flex; gap: .2rem .75rem; flex-wrap: wrap; }
.matrix button:hover { background: var(--sunk); }
.tally { white-space: nowrap; }
.sheet th, .sheet td { text-align: left; padding: .55rem .75rem; font-weight: 450; vertical-align: top; }
.matrix th:first-child, .sheet th:first-child { padding-left: 1.15rem; }
.matrix thead th, .sheet thead th { color: var(--soft); font-size: .8125rem; padding-top: .7rem; padding-bottom: .6rem; border-bottom: 1px solid var(--line); }
.matrix tbody tr + tr > *, .sheet tbody tr + tr > * { border-top: 1px solid var(--line); }
.sheet .number { text-align: right; }
.sheet td.number { white-space: nowrap; }

#filters { display: contents; }
.filters { margin-bottom: 1rem; display: grid; gap: .7rem; }
.chips { border: 0; display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; min-width: 0; }
.chips legend { float: left; color: var(--soft); font-size: .8125rem; width: 5.8rem; padding: .3rem 0; }
.chips label { position: relative; display: inline-flex; }
.chips input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.chips span { padding: .28rem .75rem; border: 1px solid var(--line); border-radius: 99px; background: var(--card); font-size: .875rem; line-height: 1.4; }
.chips input:hover + span { border-color: var(--soft); }
.chips input:checked + span { background: var(--ink); color: var(--ground); border-color: var(--ink); }
.chips input:focus-visible + span { outline: 2px solid var(--focus); outline-offset: 2px; }
.find { position: sticky; top: 0; z-index: 2; background: var(--ground); padding: .7rem 0; display: grid; grid-template-columns: minmax(0, 1fr) 11rem; gap: .6rem; align-items: center; }
.find input, .find select { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 9px; padding: .5rem .8rem; min-width: 0; width: 100%; height: 2.6rem; }
.find input::placeholder { color: var(--soft); opacity: 1; }
.plain { font: inherit; font-size: .875rem; color: var(--accent); background: none; border: 0; padding: .5rem; cursor: pointer; text-decoration: underline; text-underline-offset: .18em; text-decoration-thickness: 1px; }
.count { display: flex; align-items: baseline; gap: .5rem; min-height: 2.4rem; font-size: .875rem; color: var(--soft); }
:root:not([data-filtered]) .count .plain { display: none; }
.empty { padding: 2.5rem 1.15rem; text-align: center; color: var(--soft); }

.group + .group { margin-top: 1.6rem; }
.group h3 { font-size: .875rem; font-weight: 620; color: var(--soft); margin: 0 0 .5rem; }
.result + .result { border-top: 1px solid var(--line); }
.result summary { display: grid; grid-template-columns: 1.25rem 8.2rem 6.4rem minmax(0, 1fr); gap: .1rem .75rem; padding: .68rem 1.15rem; cursor: pointer; list-style: none; align-items: baseline; border-radius: 12px; }
.result summary::-webkit-details-marker { display: none; }
.result summary:hover { background: var(--sunk); }
.result summary:focus-visible { outline-offset: -3px; }
.fold > summary { display: grid; grid-template-columns: 1.25rem minmax(0, 1fr); gap: .75rem; padding: .68rem 1.15rem; cursor: pointer; list-style: none; color: var(--soft); border-radius: 12px; }
.fold > summary::-webkit-details-marker { display: none; }
.fold > summary:hover { background: var(--sunk); }
.fold > .result { border-top: 1px solid var(--line); }
.mark { font-weight: 700; text-align: center; }
.id { white-space: nowrap; color: var(--soft); }
.level { font-size: .75rem; letter-spacing: .03em; color: var(--soft); }
.result[open] .outcome.change { display: none; }
.outcome { grid-column: 4; font-size: .9375rem; color: var(--soft); }
.detail { padding: .25rem 1.15rem 1.25rem 3.15rem; display: grid; gap: .9rem; min-width: 0; }
.message { border-left: 3px solid var(--line); padding: .1rem 0 .1rem .9rem; white-space: pre-wrap; font-family: var(--mono); font-size: .8125rem; }
.notes { display: flex; flex-wrap: wrap; gap: .35rem 1.5rem; font-size: .8125rem; color: var(--soft); }
.notes > div { min-width: 0; }
.notes dt, .notes dd { display: inline; }
.notes dt { font-weight: 620; }
dl.change { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .6rem; }
.change > div { border-left: 3px solid var(--line); padding: .1rem 0 .1rem .9rem; min-width: 0; }
.change > div + div { border-color: currentcolor; }
.change dt { font-size: .8125rem; color: var(--soft); }
.change dd { color: var(--ink); white-space: pre-wrap; font-family: var(--mono); font-size: .8125rem; }
.timeline { margin: 0; font-size: .8125rem; color: var(--soft); }
.timeline svg { display: block; width: 100%; height: .75rem; }
.timeline figcaption { display: flex; justify-content: space-between; gap: 1rem; }
.exchange { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); border: 1px solid var(--line); border-radius: 9px; overflow: hidden; min-width: 0; background: var(--sunk); }
.side { padding: .8rem 1rem; min-width: 0; }
.side + .side { border-left: 1px solid var(--line); }
.side h4 { margin: 0 0 .5rem; font-size: .8125rem; font-weight: 620; }
.side code { display: block; }
.side pre { margin: .6rem 0 0; white-space: pre-wrap; max-height: 26rem; overflow-y: auto; tab-size: 2; }
${toneRules}

@media (max-width: 44rem) {
  main, header.top { padding-left: 1rem; padding-right: 1rem; }
  header.top { padding-top: 2rem; }
  h2 { margin-top: 2.4rem; }
  .facts { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .9rem 1.2rem; }
  .links a { grid-template-columns: auto 1fr; gap: .1rem .6rem; padding: .75rem .9rem; }
  .links a span:last-child { grid-column: 1 / -1; }
  .links p { padding-left: .9rem; padding-right: .9rem; }
  .fold > summary { padding: .75rem .9rem; gap: .55rem; grid-template-columns: 1.1rem minmax(0, 1fr); }
  .matrix table { table-layout: auto; }
  .matrix th, .matrix td { padding: .15rem .1rem; }
  .matrix th:first-child { padding-left: .9rem; width: auto; }
  .matrix thead th + th { padding-left: .3rem; }
  .matrix thead th { font-size: .6875rem; }
  .matrix tbody th { font-size: .875rem; }
  .matrix .name { display: none; }
  .matrix .code { min-width: 0; }
  .matrix button { padding: .55rem .2rem; font-size: .875rem; gap: 0 .4rem; }
  .matrix tr > :last-child { padding-right: .6rem; }
  .sheet th, .sheet td { padding: .5rem .4rem; font-size: .875rem; }
  .sheet th:first-child { padding-left: .9rem; }
  dl.change, .exchange { grid-template-columns: minmax(0, 1fr); }
  .side + .side { border-left: 0; border-top: 1px solid var(--line); }
  .chips legend { float: none; width: 100%; padding: 0 0 .25rem; }
  .chips span { padding: .42rem .8rem; }
  .find { grid-template-columns: minmax(0, 1fr) 9.75rem; }
  .find input, .find select { font-size: 1rem; padding: .5rem .6rem; }
  .result summary { grid-template-columns: 1.1rem auto minmax(0, 1fr); gap: .1rem .55rem; padding: .75rem .9rem; }
  .sentence, .outcome { grid-column: 2 / -1; }
  .detail { padding: 0 .9rem 1.1rem; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print {
  .filters, .find, .count, .skip { display: none; }
  body { background: none; }
  .card { box-shadow: none; }
}
`;

/**
 * What a page does when it is opened: narrows its list by the form `#filters` and opens the entry that the address
 * names. Rows may be in a fold, which is open while the list is narrowed. A row has a `data-` attribute for each field of the form but `text`; a button with such attributes shows
 * what has these values. It is written into the page by its source text, so it must not refer to anything outside
 * itself.
 */
function startPage(): void {
  const form = document.querySelector<HTMLFormElement>('#filters');
  const status = document.querySelector<HTMLElement>('#shown');
  const nothing = document.querySelector<HTMLElement>('#nothing');
  if (!form || !status || !nothing) return;
  const noun = status.dataset.noun ?? 'results';
  const rows = [...document.querySelectorAll<HTMLDetailsElement>('details.result')];
  const folds = [...document.querySelectorAll<HTMLDetailsElement>('details.fold')];
  const groups = [...document.querySelectorAll<HTMLElement>('section.group')];
  const texts = new Map(rows.map((row) => [row, (row.textContent ?? '').toLowerCase().replace(/\s+/g, ' ')]));
  const fields = [...form.elements].flatMap((field) =>
    field instanceof HTMLSelectElement || (field instanceof HTMLInputElement && field.type === 'checkbox')
      ? [field]
      : [],
  );
  const names = [...new Set(fields.map((field) => field.name))];

  const apply = (): void => {
    const data = new FormData(form);
    const words = String(data.get('text') ?? '')
      .toLowerCase()
      .split(/\s+/)
      .filter(Boolean);
    const accepts = (name: string, values: string | undefined) => {
      const wanted = data.getAll(name).filter((entry) => entry !== '');
      const has = (values ?? '').split(' ');
      return wanted.length === 0 || wanted.some((value) => has.includes(String(value)));
    };
    let shown = 0;
    for (const row of rows) {
      const matches =
        names.every((name) => accepts(name, row.dataset[name])) &&
        words.every((word) => texts.get(row)?.includes(word));
      row.hidden = !matches;
      if (matches) shown += 1;
    }
    const isFiltered = shown !== rows.length;
    for (const fold of folds) {
      fold.hidden = !fold.querySelector('details.result:not([hidden])');
      // What was found is shown; what is folded for its length is folded again.
      fold.open = isFiltered;
    }
    for (const group of groups) group.hidden = !group.querySelector('details.result:not([hidden])');
    status.textContent = isFiltered ? `${shown} of ${rows.length} ${noun}` : `${shown} ${noun}`;
    nothing.hidden = shown > 0;
    document.documentElement.toggleAttribute('data-filtered', isFiltered);
  };

  const select = (name: string, value: string): void => {
    for (const field of fields) {
      if (field.name !== name) continue;
      if (field instanceof HTMLSelectElement) field.value = value;
      else field.checked = field.value === value;
    }
  };

  const openNamed = (): void => {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!(row instanceof HTMLDetailsElement)) return;
    if (row.hidden) {
      form.reset();
      apply();
    }
    row.closest<HTMLDetailsElement>('details.fold')?.toggleAttribute('open', true);
    row.open = true;
    row.scrollIntoView();
  };

  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    if (!button) return;
    const chosen = names.filter((name) => button.dataset[name] !== undefined);
    if (button.dataset.clear === undefined && chosen.length === 0) return;
    form.reset();
    for (const name of chosen) select(name, button.dataset[name] ?? '');
    apply();
    if (chosen.length > 0) document.querySelector('#results')?.scrollIntoView();
  });
  window.addEventListener('hashchange', openNamed);
  apply();
  openNamed();
}

/** The script of every page, as text. */
export const pageScript = `(${startPage.toString()})();`;
