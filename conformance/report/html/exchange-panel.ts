import { clip, type Markup, markup } from '@trtc-call/reporting';
import { bodyText } from '../exchange-text.ts';
import { indentJson } from '../indent-json.ts';
import type { Exchange } from '../run-report.ts';

const maxBodyCharacters = 20_000;

/** One request beside what came back. */
export function exchangePanel(item: Exchange): Markup {
  const answer = item.status === null ? 'No answer' : `HTTP ${item.status}`;
  return markup`<div class="exchange"><div class="sides">
<div class="side"><h4>Request</h4><code>${item.method} ${breakable(item.url)}</code>${headers(item.requestHeaders)}${body(item.requestBody)}</div>
<div class="side"><h4>${answer} <span>after ${Math.round(item.durationMilliseconds)} ms</span></h4>${item.error === undefined ? null : markup`<code>${item.error}</code>`}${headers(item.responseHeaders)}${item.status === null ? null : body(item.responseBody)}</div>
</div></div>`;
}

function headers(fields: Record<string, string>): Markup[] {
  return Object.entries(fields).map(
    ([name, value]) => markup`<code class="quiet">${name}: ${clip(value, 2000)}</code>`,
  );
}

function body(text: string | null): Markup {
  return markup`<pre tabindex="0" aria-label="Body">${clip(indentJson(bodyText(text)), maxBodyCharacters)}</pre>`;
}

/** An address that may be broken between its parts, so that no word of it has to be. */
export function breakable(address: string): Markup[] {
  return address
    .split(/(?<=[/?&])(?![/?&])/)
    .map((part, at) => markup`${at > 0 ? markup`<wbr>` : null}${part}`);
}
