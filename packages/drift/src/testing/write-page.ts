import type { FieldRow, PageParts } from './page-parts.ts';

/** The languages in which the vendor's pages come. */
export const pageLanguages = ['en', 'zh', 'ja'] as const;
export type PageLanguage = (typeof pageLanguages)[number];

/** Our own words for what a page is made of. */
interface Words {
  updated: string;
  url: string;
  request: string;
  answer: string;
  webhook: string;
  codes: string;
  commands: string;
  columns: { name: string; type: string; required: string; description: string; code: string };
  types: Readonly<Record<string, string>>;
  yes: string;
  no: string;
  rate(requests: number): string;
  about: string;
}

const pageWords: Readonly<Record<PageLanguage, Words>> = {
  en: {
    updated: 'Last updated:',
    url: 'Request URL',
    request: 'Request parameters',
    answer: 'Response parameters',
    webhook: 'Callback fields',
    codes: 'Error codes',
    commands: 'Commands',
    columns: {
      name: 'Field',
      type: 'Type',
      required: 'Required',
      description: 'Description',
      code: 'Error code',
    },
    types: { string: 'String', integer: 'Integer', array: 'Array', object: 'Object' },
    yes: 'Yes',
    no: 'No',
    rate: (requests) => `This operation may be called ${requests} times per second.`,
    about: 'What it is about.',
  },
  zh: {
    updated: '更新时间:',
    url: '请求 URL',
    request: '请求参数',
    answer: '应答参数',
    webhook: '回调字段',
    codes: '错误码说明',
    commands: '命令字',
    columns: { name: '字段', type: '类型', required: '是否必填', description: '说明', code: '错误码' },
    types: { string: '字符串', integer: '整型', array: '数组', object: '对象' },
    yes: '必填',
    no: '选填',
    rate: (requests) => `本接口的频率限制为 ${requests} 次/秒。`,
    about: '含义说明。',
  },
  ja: {
    updated: '最終更新日:',
    url: 'リクエスト URL',
    request: 'リクエストパラメータ',
    answer: 'レスポンスパラメータ',
    webhook: 'コールバックのフィールド',
    codes: 'エラーコード',
    commands: 'コマンド',
    columns: {
      name: 'フィールド',
      type: 'タイプ',
      required: '必須',
      description: '説明',
      code: 'エラーコード',
    },
    types: { string: '文字列', integer: '整数', array: '配列', object: 'オブジェクト' },
    yes: 'はい',
    no: 'いいえ',
    rate: (requests) => `この API は ${requests} 回/秒まで呼び出せます。`,
    about: '内容の説明。',
  },
};

/** How the same page may be written. */
export interface PageShape {
  readonly language: PageLanguage;
  /** What stands beside a field's words. */
  readonly wordsAs?: 'codes' | 'lines' | 'list';
  /** Whether samples have comments and lack commas. */
  readonly carelessSamples?: boolean;
  /** Whether code spans have blanks around what is in them. */
  readonly strayBlanks?: boolean;
}

/** A page as HTML, in the shapes that the vendor uses. */
export function htmlPage(parts: PageParts, shape: PageShape): string {
  const words = pageWords[shape.language];
  const code = (text: string) => (shape.strayBlanks ? `<code> ${text}\u00a0</code>` : `<code>${text}</code>`);
  const tables = (['request', 'answer', 'webhook'] as const).flatMap((section) => {
    const rows = parts[section];
    return rows ? [`<h3>${words[section]}</h3>`, fieldTable(rows, words, shape, code)] : [];
  });
  return `<!doctype html><html><head><title>${parts.title}</title><script>var nav = {"callId": 1}</script></head><body>
<nav><a href="/">https://console.example.com/v1/other/thing</a></nav>
<div class="content"><h1>${parts.title}</h1><p>${words.updated} ${parts.updated.replaceAll('-', '/')}</p>
<p>${words.about}${parts.rate === undefined ? '' : `<br>${words.rate(parts.rate)}`}</p>
<h2>${words.url}</h2>${requestPart(parts, shape)}
${tables.join('\n')}
${samplePart(parts.answerSample, words.answer, shape)}
${codeTable(parts, words)}
${commandTable(parts, words, code)}
${parts.sentences.map((sentence) => `<p>${sentence}</p>`).join('')}${clientTable(parts)}
</div><footer>2026-01-01</footer></body></html>`;
}

/** The same as Markdown. */
export function markdownPage(parts: PageParts, shape: PageShape): string {
  const words = pageWords[shape.language];
  const { name, type, required, description } = words.columns;
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const tables = (['request', 'answer', 'webhook'] as const).flatMap((section) => {
    const rows = parts[section];
    if (!rows) return [];
    const hasNeed = rows.some((one) => one.required !== undefined);
    const head = [name, type, ...(hasNeed ? [required] : []), description];
    const lines = rows.map((one) =>
      row([
        one.name,
        words.types[one.type] ?? one.type,
        ...(hasNeed ? [one.required ? words.yes : words.no] : []),
        `${words.about} ${one.words.map((word) => `\`${word}\``).join(', ')}${showDefault(one)}`,
      ]),
    );
    return [`### ${words[section]}`, '', row(head), row(head.map(() => '---')), ...lines, ''];
  });
  const fence = (text: string) => ['```', text, '```', ''];
  const codes = [
    row([words.columns.code, description]),
    row(['---', '---']),
    ...parts.codes.map(({ code, meaning }) => row([String(code), meaning])),
  ];
  return [
    `# ${parts.title}`,
    `${words.updated} ${parts.updated}`,
    '',
    parts.rate === undefined ? words.about : words.rate(parts.rate),
    '',
    `## ${words.url}`,
    '',
    ...(parts.path === '' ? [] : fence(requestText(parts, shape))),
    ...tables,
    ...(parts.answerSample === undefined
      ? []
      : [`## ${words.answer}`, '', ...fence(sampleText(parts.answerSample, shape))]),
    ...(parts.codes.length > 0 ? [`## ${words.codes}`, '', ...codes, ''] : []),
    ...parts.commands.map((word) => `- \`${word}\``),
    ...parts.sentences.flatMap((sentence) => ['', sentence]),
    '',
    clientTable(parts),
  ].join('\n');
}

function fieldTable(
  rows: FieldRow[],
  words: Words,
  shape: PageShape,
  code: (text: string) => string,
): string {
  const { name, type, required, description } = words.columns;
  const hasNeed = rows.some((row) => row.required !== undefined);
  const cells = (row: FieldRow) => [
    `<td>${code(row.name)}</td>`,
    `<td>${words.types[row.type] ?? row.type}</td>`,
    ...(hasNeed ? [`<td>${row.required ? words.yes : words.no}</td>`] : []),
    `<td>${words.about} ${wordCell(row.words, shape, code)}${showDefault(row)}</td>`,
  ];
  const heads = [name, type, ...(hasNeed ? [required] : []), description].map(
    (head) => `<td><b>${head}</b></td>`,
  );
  const body = rows.map((row) => `<tr>${cells(row).join('')}</tr>`).join('\n');
  return `<table><tbody><tr>${heads.join('')}</tr>${body}</tbody></table>`;
}

function showDefault(row: FieldRow): string {
  return row.default === undefined ? '' : ` (default: ${row.default})`;
}

function clientTable({ clients }: PageParts): string {
  if (clients.length === 0) return '';
  const rows = clients.map(({ platform, version }) => `<tr><td>${platform}</td><td>${version}</td></tr>`);
  return `<table><tr><th>Client</th><th>Version</th></tr>${rows.join('')}</table>`;
}

function wordCell(list: string[], { wordsAs = 'codes' }: PageShape, code: (text: string) => string): string {
  if (list.length === 0) return '';
  if (wordsAs === 'codes') return list.map(code).join(', ');
  if (wordsAs === 'lines') return `<ul>${list.map((word) => `<li>${word}: 含义</li>`).join('')}</ul>`;
  return `<br>${list.join(', ')}`;
}

function requestPart(parts: PageParts, shape: PageShape): string {
  if (parts.path === '') return '';
  const { name, description } = { name: 'Parameter', description: 'Meaning' };
  const rows = [['https', 'POST'], ['xxxxxx', parts.host], ...parts.parameters.map((one) => [one, ''])];
  const table = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('');
  return `<table><tr><th>${name}</th><th>${description}</th></tr>${table}</table><pre>${requestText(parts, shape)}</pre>`;
}

function requestText(parts: PageParts, shape: PageShape): string {
  const query = parts.parameters
    .map((name) => `${name}=${name === 'identifier' ? parts.identifier : '$value'}`)
    .join('&');
  const sample = parts.requestSample === undefined ? '' : sampleText(parts.requestSample, shape);
  return `POST ${parts.path}?${query} HTTP/2\nHost: ${parts.host}\nContent-Length: 36\n\n${sample}`;
}

function samplePart(sample: unknown, heading: string, shape: PageShape): string {
  return sample === undefined
    ? ''
    : `<h3>${heading}</h3><pre><code>HTTP/2 200 OK\n${sampleText(sample, shape)}</code></pre>`;
}

/** As some samples are: a comment behind the first members, and a comma that is missing. */
function sampleText(sample: unknown, { carelessSamples }: PageShape): string {
  const text = JSON.stringify(sample, null, 2);
  if (!carelessSamples) return text;
  return text.replace(/,\n/, '\n').replaceAll(/,\n/g, ', // see https://example.com/a\n');
}

function codeTable({ codes }: PageParts, words: Words): string {
  if (codes.length === 0) return '';
  const rows = codes.map(({ code, meaning }) => `<tr><td>${code}</td><td>${meaning}</td></tr>`).join('');
  return `<h2>${words.codes}</h2><table><thead><tr><th>${words.columns.code}</th><th>${words.columns.description}</th></tr></thead>${rows}<tr><td>other</td><td>-</td></tr></table>`;
}

/** As the overview has them: a table in a cell of a table, the family beside it. */
function commandTable({ commands }: PageParts, words: Words, code: (text: string) => string): string {
  if (commands.length === 0) return '';
  const rows = commands.map((word) => `<tr><td>${code(word)}</td><td>${words.about}</td></tr>`).join('');
  return `<h2>${words.commands}</h2><table><tr><td>A</td><td><table><tr><th>${words.commands}</th><th>${words.columns.description}</th></tr>${rows}</table></td></tr></table>`;
}
