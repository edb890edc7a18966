import { type Block, composePage, type Lines, type Wording } from './compose-page.ts';
import type { PageModel } from './page-model.ts';
import { pageWords } from './page-words.ts';

/** The vendor's own Markdown, and HTML with the lines of a cell broken or in boxes of their own. */
export const markups = ['markdown', 'html-breaks', 'html-boxes'] as const;

export interface Form extends Wording {
  readonly markup: (typeof markups)[number];
}

export function renderPage(model: PageModel, form: Form): string {
  const blocks = composePage(model, form);
  return form.markup === 'markdown' ? toMarkdown(blocks, model) : toHtml(blocks, model, form);
}

/** Line breaks are lost in samples and cells, and the last line names the page; there is no date. */
function toMarkdown(blocks: readonly Block[], { id }: PageModel): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const parts = blocks.map((block) => {
    if (block.kind === 'heading') return `${'#'.repeat(block.level)} ${block.text}`;
    if (block.kind === 'text') return block.lines.join('\n');
    if (block.kind === 'sample') return `\`\`\`\n${block.text.replaceAll('\n', '')}\n\`\`\``;
    const [head = [], ...rows] = block.rows.map((cells) => cells.map((lines) => lines.join('')));
    return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
  });
  const address = `https://trtc.io/document/${id}`;
  return [...parts, '', `---\n*Source: [${address}](${address})*`].join('\n\n');
}

function toHtml(blocks: readonly Block[], model: PageModel, { language, markup }: Form): string {
  const isBoxed = markup === 'html-boxes';
  const join = (lines: Lines) => {
    const all = lines.map(inline);
    return isBoxed
      ? all.map((line) => `<div class="line"><span>${line}</span></div>`).join('\n')
      : all.join('<br>');
  };
  const body = blocks.map((block) => {
    if (block.kind === 'heading') return `<h${block.level} id="h">${inline(block.text)}</h${block.level}>`;
    if (block.kind === 'sample') return `<pre><code class="json">${escapeHtml(block.text)}</code></pre>`;
    if (block.kind === 'table') return toTable(block.rows, join, isBoxed);
    return `<p>${join(block.lines)}</p>`;
  });
  const day = `${pageWords[language].updated} ${model.updated}`;
  const address = `https://trtc.io/document/${model.id}`;
  const [top, ...rest] = body;
  return `<!doctype html><html lang="${language}"><head><title>${escapeHtml(model.source.about)}</title>
<link rel="canonical" href="${address}"><script>window.page = {"callId": 1, "rate": "9 times per second"}</script></head>
<body>${isBoxed ? surroundings.before : ''}<div class="root"><div class="doc-content">
${top}<div class="info">${day}</div>${rest.join('\n')}
</div></div>${isBoxed ? surroundings.after : ''}</body></html>`;
}

function toTable(
  rows: readonly (readonly Lines[])[],
  join: (lines: Lines) => string,
  isBoxed: boolean,
): string {
  const [head = [], ...others] = rows;
  const cells = (tag: string, row: readonly Lines[]) =>
    `<tr>${row.map((lines) => `<${tag}>${isBoxed ? '\n  ' : ''}${join(lines)}</${tag}>`).join('')}</tr>`;
  const body = others.map((row) => cells('td', row)).join('\n');
  // Some editors set the head as a row like the others.
  return isBoxed
    ? `<div class="table-wrap"><table><tbody>${cells('td', head)}${body}</tbody></table></div>`
    : `<table><thead>${cells('th', head)}</thead><tbody>${body}</tbody></table>`;
}

/** What stands around the content: other products, other interfaces, other rates. */
const surroundings = {
  before: `<header><div class="banner">Now 600 times per second at https://callkit-new.trtc.tencent-cloud.com</div></header>
<nav><ul><li><a href="/document/1">v1/records/delete_all</a></li><li><a href="/document/2">/v4/call_config/list_callback</a></li></ul></nav>`,
  after: `<aside class="recommended"><h3>Response parameters</h3><table><tr><th>Field</th><th>Type</th><th>Required</th></tr>
<tr><td>Token</td><td>String</td><td>Required</td></tr></table><table><tr><th>Error code</th><th>Description</th></tr>
<tr><td>79999</td><td>x</td></tr></table></aside><footer>Last updated: 2031-01-01</footer>`,
};

function inline(line: string): string {
  return escapeHtml(line).replaceAll(/`([^`]*)`/g, '<code>$1</code>');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
