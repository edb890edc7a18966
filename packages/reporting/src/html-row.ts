import {
  answerText,
  bodyText,
  findStatus,
  headerLines,
  listFacts,
  readableTime,
  readLink,
  takeLatest,
} from './describe.ts';
import type { Change, Exchange, Fact, Report, Row } from './report.ts';
import { clip, type Markup, markup } from './sanitize.ts';

const maxExchanges = 10;
const maxCharacters = 4000;
const maxBodyCharacters = 20_000;

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function factText({ text, href }: Fact): Markup {
  const link = readLink(href);
  const shown = breakable(clip(text, maxCharacters));
  return link === undefined ? markup`${shown}` : markup`<a href="${link}" rel="noreferrer">${shown}</a>`;
}

/** A text such as an address that may be broken between its parts, so that no word of it has to be. */
function breakable(text: string): Markup[] {
  return text.split(/(?<=[/?&])(?![/?&])/).map((part, at) => markup`${at > 0 ? markup`<wbr>` : null}${part}`);
}

/** One row: its line, and what opens beneath it. */
export function resultRow(report: Report, row: Row, since: string | undefined): Markup {
  const { id, level, title, status, tags, change, message, text } = row;
  const { mark, tone, label, isOpen = false } = findStatus(report, row);
  const data = report.filters.map(({ tag }) => markup` data-${tag}="${(tags[tag] ?? []).join(' ')}"`);
  const seen = change
    ? `${clip(change.before, 200)} → ${clip(change.after, 200)}`
    : clip(message ?? text ?? '', 500);
  return markup`
<details class="result" id="${id}" data-status="${status}"${data}${isOpen ? markup` open` : null}>
<summary><span class="mark ${tone}" aria-hidden="true">${mark}</span><span class="id">${id}</span><span class="level">${level}${label === level ? null : markup`<span class="unseen"> ${label}:</span>`}</span><span class="sentence">${clip(title, maxCharacters)}</span>${seen === '' ? null : markup`<span class="outcome${change ? ' change' : ''}">${seen}</span>`}</summary>
<div class="detail">${text === undefined || seen === text ? null : markup`<p>${clip(text, maxCharacters)}</p>`}${change ? changePanel(change, report.halves, tone) : null}${message === undefined || message.length <= 500 ? null : markup`<div class="message ${tone}">${clip(message, maxBodyCharacters)}</div>`}${timeline(row, since, report.startedAt)}${notes(row)}${exchangePanels(row)}</div>
</details>`;
}

function changePanel({ before, after }: Change, [first, second]: Report['halves'], tone: string): Markup {
  return markup`<dl class="change"><div><dt>${capitalise(first)}</dt><dd>${clip(before, maxBodyCharacters)}</dd></div><div class="${tone}"><dt>${capitalise(second)}</dt><dd>${clip(after, maxBodyCharacters)}</dd></div></dl>`;
}

/** When it was seen, on a line from the first sight of anything to the time of the report. */
function timeline({ sightings }: Row, since: string | undefined, until: string): Markup | null {
  const known = sightings.filter(({ first, last }) => first !== undefined && last !== undefined);
  const length = since === undefined ? 0 : Date.parse(until) - Date.parse(since);
  if (since === undefined || known.length === 0 || length < 1000) return null;
  const scale = (time: string) => {
    const part = Math.round((1000 * (Date.parse(time) - Date.parse(since))) / length);
    return Math.max(0, Math.min(1000, part));
  };
  const parts = known.map(({ first = since, last = since }) => {
    const x = Math.min(988, scale(first));
    return markup`<rect class="note" x="${x}" y="2" width="${Math.max(12, scale(last) - x)}" height="8"/>`;
  });
  return markup`<figure class="timeline"><svg viewBox="0 0 1000 12" preserveAspectRatio="none" role="img" aria-label="${sightings.map(({ text }) => text).join('; ')}"><rect class="faint" y="5" width="1000" height="2"/>${parts}</svg><figcaption><span>${readableTime(since)}</span><span>${readableTime(until)}</span></figcaption></figure>`;
}

function notes(row: Row): Markup | null {
  const facts = listFacts(row).map(
    (fact) => markup`<div><dt>${capitalise(fact.name)}</dt> <dd>${factText(fact)}</dd></div>`,
  );
  return facts.length === 0 ? null : markup`<dl class="notes">${facts}</dl>`;
}

function exchangePanels(row: Row): Markup {
  const { shown, hidden } = takeLatest(row, maxExchanges);
  return markup`${hidden > 0 ? markup`<p class="quiet">${hidden} earlier exchanges are in report.json.</p>` : null}${shown.map(exchangePanel)}`;
}

/** One request beside what came back. */
function exchangePanel(exchange: Exchange): Markup {
  const { method, url, requestHeaders, requestBody, status, responseHeaders, responseBody } = exchange;
  return markup`<div class="exchange">
<div class="side"><h4>Request</h4><code>${method} ${breakable(url)}</code>${headers(requestHeaders)}${body(requestBody)}</div>
<div class="side"><h4>${capitalise(answerText(exchange))}</h4>${headers(responseHeaders)}${status === null ? null : body(responseBody)}</div>
</div>`;
}

function headers(fields: Exchange['requestHeaders']): Markup[] {
  return headerLines(fields).map((line) => markup`<code class="quiet">${clip(line, 2000)}</code>`);
}

function body(text: string | null): Markup {
  return markup`<pre tabindex="0" aria-label="Body">${clip(indentJson(bodyText(text)), maxBodyCharacters)}</pre>`;
}

/** Deeper than this nothing is indented further, so that a hostile body cannot grow by its nesting. */
const maxDepth = 20;
const opening: ReadonlySet<string> = new Set(['{', '[']);
const closing: ReadonlySet<string> = new Set(['}', ']']);

/**
 * Breaks a JSON text into lines without touching a token, so that a number too long for JavaScript, a repeated
 * member or an unusual escape is shown as it was received. Anything that is not JSON comes back as it is.
 */
export function indentJson(text: string): string {
  if (!isJsonStructure(text)) return text;
  const pieces: string[] = [];
  let depth = 0;
  let previous = '';
  const startLine = () => pieces.push(`\n${'  '.repeat(Math.min(depth, maxDepth))}`);
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/g)) {
    if (closing.has(token)) {
      depth -= 1;
      if (!opening.has(previous)) startLine();
    } else if (opening.has(previous) || previous === ',') startLine();
    pieces.push(token === ':' ? ': ' : token);
    if (opening.has(token)) depth += 1;
    previous = token;
  }
  return pieces.join('');
}

function isJsonStructure(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
