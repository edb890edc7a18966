import { createHash } from 'node:crypto';
import {
  type Cause,
  countStatuses,
  findCauses,
  findStatus,
  groupCauses,
  listCells,
  listOperations,
  listRows,
  readableTime,
} from './describe.ts';
import { capitalise, factText, resultRow } from './html-row.ts';
import { pageScript, pageStyle } from './page-assets.ts';
import type { Filter, Group, Matrix, Report, Row, Table } from './report.ts';
import { clip, Markup, markup } from './sanitize.ts';

const maxRows = 2000;
const maxCauses = 100;
const maxCharacters = 4000;

/**
 * The report as one HTML file that needs no network. It is whole without JavaScript, which only narrows the list. Its
 * content security policy lets nothing run, load or connect but its own style and script, known by their hashes.
 */
export function renderHtml(report: Report): string {
  const policy = [
    "default-src 'none'",
    `style-src '${hash(pageStyle)}'`,
    `script-src '${hash(pageScript)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const headline = report.verdicts.map((verdict) => verdict.headline).join('. ');
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${headline}: ${report.name}</title>
<link rel="icon" href="data:,">
<style>${new Markup(pageStyle)}</style>
</head>
<body>
<a class="skip" href="#results">Skip to ${report.noun}</a>
${summary(report)}
<main>
${alertLists(report, true)}
${causeList(report)}
${report.matrices.map((matrix) => matrixSection(report, matrix))}
${resultList(report)}
${alertLists(report, false)}
${report.tables.map(tableSection)}
</main>
<script>${new Markup(pageScript)}</script>
</body>
</html>
`.text;
}

/** What a reader must not miss is before all else, what may wait is behind the rows. */
function alertLists({ alerts }: Report, isUrgent: boolean): Markup[] {
  return alerts
    .filter(({ severity }) => (severity === 'error') === isUrgent)
    .map(
      ({ title, texts }) => markup`<h2>${title}</h2>
<ul class="alerts card">${texts.map((text) => markup`<li>${text}</li>`)}</ul>`,
    );
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** The first screen: what was checked, what came of it, who was asked, and when. */
function summary(report: Report): Markup {
  const { name, verdicts, facts, standing, startedAt, durationMilliseconds } = report;
  const seconds = (durationMilliseconds / 1000).toFixed(1);
  return markup`
<header class="top">
  <p class="eyebrow">${name}</p>
  <h1>${verdicts.map((verdict) => markup`<span class="${verdict.passed ? 'good' : 'bad'}">${verdict.headline}</span>`)}</h1>
  ${verdicts.map(({ detail }) => (detail === '' ? null : markup`<p class="lead">${verdicts.length > 1 ? detail : capitalise(detail)}.</p>`))}
  ${bar(report)}
  <dl class="facts">
    ${facts.map((fact) => markup`<div><dt>${capitalise(fact.name)}</dt><dd>${factText(fact)}</dd></div>`)}
    <div><dt>Checked</dt><dd><time datetime="${startedAt}">${readableTime(startedAt)}</time>, ${seconds} s</dd></div>
    <div><dt>On record</dt><dd>${standing}</dd></div>
  </dl>
</header>`;
}

function bar(report: Report): Markup | null {
  const rows = listRows(report);
  if (rows.length === 0) return null;
  const counts = countStatuses(report, rows).toReversed();
  let x = 0;
  const parts = counts.map(({ tone, count }) => {
    x += count;
    return markup`<rect class="${tone}" x="${x - count}" width="${count}" height="1"/>`;
  });
  const entries = counts.map(
    ({ tone, label, count }) =>
      markup`<li><svg viewBox="0 0 2 2" aria-hidden="true"><circle class="${tone}" cx="1" cy="1" r="1"/></svg><b>${count}</b> ${label}</li>`,
  );
  return markup`<svg class="bar" viewBox="0 0 ${rows.length} 1" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>
  <ul class="legend">${entries}</ul>`;
}

/** What failed or changed, one row for each cause, with both halves of the change: most readers need no more. */
function causeList(report: Report): Markup | null {
  const causes = findCauses(report);
  const hidden = causes.length - maxCauses;
  if (causes.length === 0) return null;
  return markup`
<h2>${report.listTitle}</h2>
<ul class="links card">${causes.slice(0, maxCauses).map((cause) => causeRow(report, cause))}</ul>
${hidden > 0 ? markup`<p class="quiet">${hidden} more are in the list below.</p>` : null}`;
}

function causeRow(report: Report, { rows, blocked, blockedBy }: Cause): Markup {
  const [first, ...others] = rows;
  const held = links('Blocked by it', blocked);
  if (first === undefined) {
    return markup`<li><p><span class="id">${blockedBy}</span> <span>was expected to hold, and does not</span></p>${held}</li>`;
  }
  const { id, level, title, change, message, text = '' } = first;
  const also = links(
    'Also',
    others.map((row) => row.id),
  );
  const operations = others.length > 0 ? listOperations(rows).join(', ') : '';
  const shownBy = operations === '' ? null : markup`<p class="others">Operations: ${operations}</p>`;
  const { tone } = findStatus(report, first);
  const seen = change
    ? markup`<p class="seen">${clip(change.before, 400)} <span aria-label="but ${report.halves[1]}">→</span> <b>${clip(change.after, 400)}</b></p>`
    : markup`<p class="seen">${clip(message ?? text, 400)}</p>`;
  return markup`<li><a href="#${id}"><span class="id ${tone}">${id}</span><span class="level">${level}</span><span>${clip(title, maxCharacters)}</span></a>${seen}${shownBy}${also}${held}</li>`;
}

function links(title: string, ids: readonly string[]): Markup | null {
  if (ids.length === 0) return null;
  const entries = ids.map((id, at) => markup`${at > 0 ? ', ' : ''}<a href="#${id}">${id}</a>`);
  return markup`<p class="others">${title}: ${entries}</p>`;
}

/** Counts by line and column; each is a button that shows what it counts. */
function matrixSection(report: Report, matrix: Matrix): Markup {
  const { title, lines, columns } = matrix;
  const filled = listCells(matrix);
  const used = columns.values.filter((column) => filled.some((cell) => cell.column === column));
  const body = Object.entries(lines.names).map(([line, name]) => {
    const cells = used.map((column) => {
      const own = filled.find((cell) => cell.line === line && cell.column === column)?.rows ?? [];
      return own.length === 0 ? markup`<td></td>` : matrixButton(report, own, `${line} ${column}`);
    });
    return markup`<tr><th scope="row"><span class="code">${line}</span> <span class="name">${name}</span></th>${cells}</tr>`;
  });
  return markup`
<h2>${title}</h2>
<div class="matrix card"><table>
  <thead><tr><th scope="col">${capitalise(lines.tag)}</th>${used.map((column) => markup`<th scope="col">${column}</th>`)}</tr></thead>
  <tbody>${body}</tbody>
</table></div>`;
}

function matrixButton(report: Report, rows: readonly Row[], name: string): Markup {
  const counts = countStatuses(report, rows).toReversed();
  const words = counts.map(({ count, label }) => `${count} ${label}`).join(', ');
  // All that these rows have in common, such as their generation, so that no others are shown.
  const shared = report.filters.flatMap(({ tag }) => {
    const values = new Set(rows.flatMap(({ tags }) => tags[tag] ?? []));
    return values.size === 1 ? [markup` data-${tag}="${[...values][0]}"`] : [];
  });
  const tallies = counts.map(
    ({ count, tone, mark }) => markup`<span class="tally ${tone}">${count} ${mark}</span>`,
  );
  return markup`<td><button type="button"${shared} title="${words}" aria-label="Show ${name}: ${words}">${tallies}</button></td>`;
}

function tableSection({ title, columns, rows }: Table): Markup {
  const heads = columns.map(
    (column, at) =>
      markup`<th scope="col"${typeof rows[0]?.[at] === 'number' ? markup` class="number"` : null}>${capitalise(column)}</th>`,
  );
  const body = rows.map(
    ([first = '', ...cells]) =>
      markup`<tr><th scope="row">${first}</th>${cells.map((cell) => (typeof cell === 'number' ? markup`<td class="number">${cell}</td>` : markup`<td>${cell}</td>`))}</tr>`,
  );
  return rows.length === 0
    ? markup``
    : markup`
<h2>${title}</h2>
<div class="sheet card"><table><thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function resultList(report: Report): Markup {
  let room = maxRows;
  const [since] = listRows(report)
    .flatMap(({ sightings }) => sightings.flatMap(({ first }) => first ?? []))
    .toSorted();
  const groups = report.groups.map((group) => {
    const rows = group.rows.slice(0, room);
    room -= rows.length;
    return groupSection(report, { ...group, rows }, since);
  });
  const total = listRows(report).length;
  const { noun } = report;
  return markup`
<h2 id="results">${capitalise(noun)}</h2>
${total === 0 ? markup`<p class="card empty">None.</p>` : filterForm(report)}
<p id="nothing" class="card empty" hidden>Nothing matches. <button type="button" class="plain" data-clear>Show all</button></p>
${groups}
${total > maxRows ? markup`<p class="quiet">${total - maxRows} more ${noun} are in report.json.</p>` : null}`;
}

function groupSection(
  report: Report,
  { title, show, rows }: Group,
  since: string | undefined,
): Markup | null {
  const [first] = rows;
  if (!first) return null;
  const list = (some: readonly Row[]) => some.map((row) => resultRow(report, row, since));
  const { mark, tone } = findStatus(report, first);
  const fold = (words: string, some: readonly Row[]) =>
    markup`<details class="fold"><summary><span class="mark ${tone}" aria-hidden="true">${mark}</span><span>${words}</span></summary>${list(some)}</details>`;
  const foldOthers = (others: readonly Row[]) => {
    if (others.length === 0) return null;
    const where = listOperations(others).join(', ') || others.map(({ id }) => id).join(', ');
    return fold(`${others.length} more of the same cause: ${where}`, others);
  };
  const shown =
    show === 'folded'
      ? fold(`${rows.length} ${title.toLowerCase()}`, rows)
      : groupCauses(report, rows).map((cause) => [
          list(cause.rows.slice(0, 1)),
          foldOthers(cause.rows.slice(1)),
        ]);
  return markup`
<section class="group" aria-label="${title}"><h3>${title}</h3><div class="card">${shown}</div></section>`;
}

/** Narrows the rows by status, by what else they have, and by text. Nothing chosen means that everything is shown. */
function filterForm(report: Report): Markup {
  const rows = listRows(report);
  const statuses = countStatuses(report, rows).map(({ id, label, count }) =>
    chip('status', id, `${label} ${count}`),
  );
  const choices = report.filters.map((filter) => ({
    filter,
    values: [...new Set(rows.flatMap(({ tags }) => tags[filter.tag] ?? []))],
  }));
  const chips = choices
    .filter(({ filter, values }) => filter.menu === undefined && values.length > 1)
    .map(
      ({ filter, values }) =>
        markup`<fieldset class="chips"><legend>${filter.label}</legend>${values.map((value) => chip(filter.tag, value, value))}</fieldset>`,
    );
  const menus = choices
    .filter(({ filter }) => filter.menu !== undefined)
    .map(({ filter, values }) => menu(filter, values));
  return markup`
<form id="filters">
  <div class="filters">
    <fieldset class="chips"><legend>Status</legend>${statuses}</fieldset>
    ${chips}
  </div>
  <div class="find">
    <input type="search" aria-label="Search in ${report.noun}" name="text" placeholder="Search" autocomplete="off" spellcheck="false">
    ${menus}
  </div>
</form>
<div class="count"><p id="shown" role="status" data-noun="${report.noun}">${rows.length} ${report.noun}</p><button type="button" class="plain" data-clear>Show all</button></div>
<noscript><p class="count">Filters need JavaScript. All ${report.noun} are below.</p></noscript>`;
}

function chip(name: string, value: string, label: string): Markup {
  return markup`<label><input type="checkbox" name="${name}" value="${value}"><span>${label}</span></label>`;
}

function menu({ tag, label, menu: first, names = {} }: Filter, values: readonly string[]): Markup {
  const entries = values.map(
    (value) => markup`<option value="${value}">${`${value} ${names[value] ?? ''}`.trim()}</option>`,
  );
  return markup`<select name="${tag}" aria-label="${label}"><option value="">${first}</option>${entries}</select>`;
}
