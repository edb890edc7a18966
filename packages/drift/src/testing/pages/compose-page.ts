import type { PageModel, Row, Webhook } from './page-model.ts';
import { type Language, type PageWords, pageWords } from './page-words.ts';

/** Lines of a cell or a paragraph; what stands between backticks is set as code. */
export type Lines = readonly string[];

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'text'; readonly lines: Lines }
  | { readonly kind: 'table'; readonly rows: readonly (readonly Lines[])[] }
  | { readonly kind: 'sample'; readonly text: string };

/** How a page says what it says. */
export interface Wording {
  readonly language: Language;
  /** Sentences and headings are others. */
  readonly isReworded?: boolean;
  readonly hasRowsReversed?: boolean;
  /** Tables of fields begin with another column than the name. */
  readonly hasTypeFirst?: boolean;
  /** Columns of tables of fields have headings that say nothing. */
  readonly hasOddColumns?: boolean;
  readonly depth?: number;
}

interface Writer extends Wording {
  /** What a page says by a word of ours. */
  readonly say: (key: keyof PageWords, value?: string | number) => string;
  /** Half of the pages have the other headings, and samples that are not JSON. */
  readonly isOdd: boolean;
}

export function composePage(model: PageModel, wording: Wording): Block[] {
  const isOdd = model.source.id % 2 === 1;
  const say: Writer['say'] = (key, value = '') => {
    const [first = '', second = first] = pageWords[wording.language][key].split('|');
    return (isOdd === (wording.isReworded ?? false) ? first : second).replace('{}', String(value));
  };
  const writer = { ...wording, say, isOdd };
  const { ends, window, timeout, delay } = model;
  return [
    { kind: 'heading', level: 1, text: model.source.about },
    {
      kind: 'text',
      lines: [
        say('about'),
        ...(ends === undefined ? [] : [say('ends', ends)]),
        ...(window === undefined ? [] : [say('window', window)]),
        ...(timeout === undefined ? [] : [say('timeout', timeout)]),
        ...(delay === undefined ? [] : [say('delay', delay)]),
      ],
    },
    { kind: 'text', lines: [say('decoys')] },
    ...writeLists(model, writer),
    ...(model.parameters.length > 0 ? writeRequest(model, writer) : []),
    ...writeCommands(model, writer),
    ...(model.webhook ? writeWebhook(model.webhook, writer) : []),
    ...model.tables.flatMap((table) => writeFields(model, table, writer)),
    ...(model.webhook ? writeRetries(model.webhook, writer) : []),
    ...writeCodes(model, writer),
  ];
}

function heading(level: number, text: string, { depth = 0 }: Wording): Block {
  return { kind: 'heading', level: level + depth, text };
}

function table({ hasRowsReversed }: Wording, head: readonly string[], rows: Lines[][]): Block {
  return {
    kind: 'table',
    rows: [head.map((name) => [name]), ...(hasRowsReversed ? rows.toReversed() : rows)],
  };
}

function writeLists({ listed, clients }: PageModel, writer: Writer): Block[] {
  const { say } = writer;
  const link = (path: string) => `${path.slice(1)} `;
  return [
    ...(listed.length > 0
      ? [
          table(
            writer,
            [say('platformColumn'), say('meaningColumn')],
            listed.map((path) => [[say('about')], [link(path)]]),
          ),
        ]
      : []),
    ...(clients.length > 0
      ? [
          table(
            writer,
            [say('platformColumn'), say('versionColumn')],
            clients.map(({ platform, version }) => [
              [platform === 'native' ? 'Android/iOS/Flutter' : platform],
              [`≥ ${version}`],
            ]),
          ),
        ]
      : []),
  ];
}

function writeRequest(model: PageModel, writer: Writer): Block[] {
  const { say } = writer;
  const host = writer.isOdd && model.version === '' ? (model.hosts[0] ?? '') : 'xxxxxx';
  const path = model.version === '' ? model.path : '/$version/$kind/$command';
  const { rate } = model;
  const limit = say(rate?.perMinute ? 'ratePerMinute' : 'rate', rate?.requests);
  const trial = rate?.trial === undefined ? [] : [say('trialRate', rate.trial)];
  const regions = model.hosts.map((one, at) => `${say('region')} ${at + 1}: \`${one}\``);
  return [
    heading(3, say('requestUrl'), writer),
    { kind: 'sample', text: `https://${host}${path}?${writeQuery(model)}` },
    heading(3, say('parameters'), writer),
    table(
      writer,
      [say('parameterColumn'), say('meaningColumn')],
      [
        [['xxxxxx'], [`${say('region')}:`, ...regions]],
        model.version === ''
          ? [[(model.listedPath ?? path).slice(1)], [say('about')]]
          : [['version'], [say('fixed', model.version)]],
        ...model.parameters.map((name) => [[name], [describeParameter(name, writer)]]),
      ],
    ),
    ...(rate === undefined
      ? []
      : [heading(3, say('frequency'), writer), { kind: 'text', lines: [limit, ...trial] } as const]),
    heading(3, say('requestSample'), writer),
    ...writeRequestSamples(model, writer),
  ];
}

/** The least that may be sent, and all of it. On an introduction the first line of the request is cut off, and all else. */
function writeRequestSamples({ path, version, requestSample }: PageModel, writer: Writer): Block[] {
  if (version !== '') return path === '' ? [] : [{ kind: 'sample', text: path.slice('/v1/r'.length) }];
  const bodies = requestSample === undefined ? [{}] : [{}, requestSample];
  return bodies.map((body) => ({ kind: 'sample', text: writeSample(body, writer) }));
}

function describeParameter(name: string, { say }: Writer): string {
  if (name === 'random') return `${say('about')} [0,4294967295]`;
  return name === 'contenttype' ? say('fixed', 'json') : say('about');
}

function writeQuery({ parameters, identifier }: PageModel): string {
  const values = new Map([
    ['sdkappid', '88888888'],
    ['identifier', identifier],
    ['random', '99999999'],
    ['contenttype', 'json'],
  ]);
  return parameters.map((name) => `${name}=${values.get(name) ?? 'xxx'}`).join('&');
}

function writeFields(
  model: PageModel,
  { section, rows }: PageModel['tables'][number],
  writer: Writer,
): Block[] {
  const { say } = writer;
  const shown = section === 'answer' ? (model.webhook?.answer ?? model.answerSample) : undefined;
  const [name, type, need, description] = writer.hasOddColumns
    ? ['#1', '#2', '#3', '#4']
    : [say('fieldColumn'), say('typeColumn'), say('needColumn'), say('descriptionColumn')];
  const hasNeed = section === 'request';
  const order = <Cell>(first: Cell, second: Cell, third: Cell, last: Cell) => [
    ...(writer.hasTypeFirst ? [second, first] : [first, second]),
    ...(hasNeed ? [third] : []),
    last,
  ];
  return [
    ...(shown === undefined
      ? []
      : [
          heading(3, say('answerSample'), writer),
          { kind: 'sample', text: writeSample(shown, writer) } as const,
        ]),
    heading(3, say(section), writer),
    table(
      writer,
      order(name, type, need, description),
      rows.map((row) =>
        order<Lines>(
          [row.name],
          [nameType(row.type, say)],
          [say(row.isRequired ? 'required' : 'optional')],
          describeRow(row, say),
        ),
      ),
    ),
  ];
}

function nameType(type: string, say: Writer['say']): string {
  return type === 'string' || type === 'integer' || type === 'array' || type === 'object' ? say(type) : type;
}

function describeRow(row: Row, say: Writer['say']): Lines {
  const note = [
    say('about'),
    ...(row.default === undefined ? [] : [say('fallback', row.default)]),
    ...(row.bounds === undefined ? [] : [`[${row.bounds.join(', ')}]`]),
  ].join(' ');
  return row.words.length === 0
    ? [note]
    : [`${note}:`, ...row.words.map((word) => `\`${word}\` ${say('meaning')}`)];
}

function writeWebhook({ command, parameters, platforms, sample }: Webhook, writer: Writer): Block[] {
  const { say } = writer;
  const value = (name: string) => {
    if (/command/i.test(name)) return command;
    if (/platform/i.test(name)) return platforms[0] ?? '';
    return /type$/i.test(name) ? 'json' : /ip$/i.test(name) ? '127.0.0.1' : '88888888';
  };
  const template = parameters.map((name) => `${name}=${/type$/i.test(name) ? 'json' : `$${name}`}`).join('&');
  const line = parameters.map((name) => `${name}=${value(name)}`).join('&');
  const head = [`POST /?${line} HTTP/1.1`, 'Host: www.example.com', 'Content-Length: 337', ''];
  return [
    heading(3, say('requestUrl'), writer),
    { kind: 'sample', text: `$http://www.example.com?${template}` },
    heading(3, say('parameters'), writer),
    table(
      writer,
      [say('parameterColumn'), say('meaningColumn')],
      parameters.map((name) => [
        [name],
        [/platform/i.test(name) ? `${say('platforms')} ${platforms.join(', ')}` : say('about')],
      ]),
    ),
    heading(3, say('requestSample'), writer),
    { kind: 'sample', text: [...head, writeSample(sample, writer)].join('\n') },
  ];
}

function writeRetries({ waits }: Webhook, writer: Writer): Block[] {
  if (waits.length === 0) return [];
  const list = waits.map((wait) => `${wait}s`).join(', ');
  return [heading(2, writer.say('retry'), writer), { kind: 'text', lines: [writer.say('waits', list)] }];
}

/** Several lists stand side by side, each in one cell; a single one is a table. */
function writeCommands({ commands }: PageModel, writer: Writer): Block[] {
  const { say } = writer;
  const [only = [], ...others] = commands;
  if (only.length === 0) return [];
  const lines = commands.map((list) => list.map((word) => `\`${word}\` ${say('meaning')}`));
  return [
    heading(2, say('commands'), writer),
    others.length > 0
      ? table(
          writer,
          lines.map((_, at) => `${say('commands')} ${at + 1}`),
          [lines],
        )
      : table(
          writer,
          [say('commands'), say('descriptionColumn')],
          only.map((word) => [[`\`${word}\``], [say('meaning')]]),
        ),
  ];
}

function writeCodes({ codes }: PageModel, writer: Writer): Block[] {
  if (codes.length === 0) return [];
  const { say } = writer;
  const known = codes.map(({ code, meaning }) => [[code], [meaning]]);
  return [
    heading(2, say('codes'), writer),
    table(
      writer,
      [say('codeColumn'), say('descriptionColumn')],
      [...known, [[say('unknownCode')], [say('meaning')]]],
    ),
  ];
}

/** On half of the pages with comments behind the first members, and without a comma. */
function writeSample(value: unknown, { isOdd, say }: Writer): string {
  const lines = JSON.stringify(value, null, 4).split('\n');
  if (!isOdd) return lines.join('\n');
  const last = lines.findLastIndex((line) => /^ {4}"/.test(line));
  return lines
    .map((line, at) => {
      if (at === last - 1 && at > 2) return line.replace(/,$/, '');
      return (at === 1 || at === 2) && line.endsWith(',') ? `${line}    // ${say('meaning')}` : line;
    })
    .join('\n');
}
