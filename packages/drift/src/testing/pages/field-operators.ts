import { isObject } from '@trtc-call/reporting/values';
import { specs } from '../conforming/document.ts';
import { createRow, type PageModel, type Row } from './page-model.ts';
import { type Add, addRow, atRow, expectFinding as expect, take } from './page-mutant.ts';

/** What may happen to the fields of tables, to their words and bounds, and to the members of samples. */
export function changeFields(page: PageModel, add: Add): void {
  for (const { section, rows } of page.tables) {
    addRows(page, section, add);
    for (const group of Map.groupBy(rows, ({ name }) => name).values()) {
      const [row] = group;
      if (!row) continue;
      const pointers = group.map(({ pointer }) => pointer);
      changeRow(section, { ...row, pointers }, rows.length === 1, places(page, section), add);
      changeWords(section, { ...row, pointers }, add);
      changeValues(section, { ...row, pointers }, add);
    }
  }
  for (const sample of samples) changeSample(page, sample, add);
}

type Field = Row & { readonly pointers: readonly string[] };

/** A row that is new may be a member of any object that the table is about. */
function places({ source }: PageModel, section: PageModel['tables'][number]['section']) {
  const objects = source.tables?.[section]?.map(({ at }) => at) ?? [];
  return (name: string) => [...objects, ...(section === 'answer' ? [''] : [])].map((at) => `${at}/${name}`);
}

function addRows(page: PageModel, section: PageModel['tables'][number]['section'], add: Add): void {
  const data = specs[page.generation].statements.envelope.data;
  const at = places(page, section);
  const news = [
    ['field added', 'traceId', false, at('traceId')],
    ['field added with a note', 'traceId (new)', false, at('traceId')],
    ...(section === 'answer' && !page.webhook
      ? ([['field added below its parent', `${data}.traceId`, false, [`/${data}/traceId`]]] as const)
      : []),
    ...(section === 'request' ? ([['required field added', 'scene', true, at('scene')]] as const) : []),
  ] as const;
  for (const [operator, name, isRequired, pointers] of news) {
    add(operator, `${section} ${name}`, addRow(section, createRow(name, isRequired)), [
      expect('document-field', isRequired ? 'breaking' : 'additive', 'string', pointers),
    ]);
  }
}

function changeRow(
  section: string,
  row: Field,
  isOnly: boolean,
  at: (name: string) => string[],
  add: Add,
): void {
  const { name, type, types, isRequired, pointers, isStated } = row;
  const place = `${section} ${name}`;
  const gone = expect('document-field', 'breaking', '', pointers, isStated);
  const empty = expect('page-unreadable', 'informational', '', [`field/${section}`], isStated);
  const set = (part: Partial<Row>) => atRow(section, name, (row) => void Object.assign(row, part));
  add(
    'field removed',
    place,
    atRow(section, name, (one, rows) => take(rows, one)),
    [isOnly ? empty : gone],
  );
  const other = `${name}Text`;
  const isNew = expect('document-field', isRequired ? 'breaking' : 'additive', type, at(other));
  add('field renamed', place, set({ name: other }), [gone, isNew]);
  const otherType = ['array', 'object', 'string'].find((type) => !types.includes(type));
  if (otherType !== undefined)
    add('field retyped', place, set({ type: otherType }), [
      expect('document-field', 'breaking', otherType, pointers),
    ]);
  if (!types.includes('number'))
    add('field of an unknown type', place, set({ type: 'Double' }), [
      expect('document-field', 'breaking', 'number', pointers),
    ]);
  if (isRequired === undefined) return;
  const need = expect(
    'document-field',
    isRequired ? 'additive' : 'breaking',
    isRequired ? 'optional' : 'required',
    pointers,
  );
  add('need changed', place, set({ isRequired: !isRequired }), [need]);
}

function changeWords(section: string, { name, words, pointers, hasStatedWords }: Field, add: Add): void {
  if (words.length === 0) return;
  const place = `${section} ${name}`;
  const isNew = [expect('document-word', 'additive', 'hologram', pointers)];
  const gone = (word: string, isSeen = hasStatedWords) =>
    expect('document-word', section === 'request' ? 'breaking' : 'informational', word, pointers, isSeen);
  add(
    'word added',
    `${place} last`,
    atRow(section, name, (row) => void row.words.push('hologram')),
    isNew,
  );
  add(
    'word added',
    `${place} first`,
    atRow(section, name, (row) => void row.words.unshift('hologram')),
    isNew,
  );
  for (const word of words)
    add(
      'word removed',
      `${place} ${word}`,
      atRow(section, name, (row) => take(row.words, word)),
      [gone(word)],
    );
  add(
    'list removed',
    place,
    atRow(section, name, (row) => void Object.assign(row, { words: [] })),
    words.map((word) => gone(word, false)),
  );
}

function changeValues(section: string, { name, bounds, default: fallback, pointers }: Field, add: Add): void {
  const place = `${section} ${name}`;
  const set = (part: Partial<Row>) => atRow(section, name, (row) => void Object.assign(row, part));
  if (fallback !== undefined)
    add('default changed', place, set({ default: 37 }), [
      expect('document-limit', 'additive', '37', pointers),
    ]);
  if (bounds === undefined) return;
  const [least, most] = bounds;
  for (const [other, found] of [
    [most - 1, 'breaking'],
    [most * 2, 'additive'],
  ] as const)
    add('bound changed', `${place} ${other}`, set({ bounds: [least, other] }), [
      expect('document-limit', found, `${other}`, pointers),
    ]);
}

interface Sample {
  readonly place: string;
  readonly read: (page: PageModel) => unknown;
}

const samples: readonly Sample[] = [
  { place: '/body', read: (page) => page.requestSample },
  { place: '', read: (page) => page.answerSample },
  { place: '/webhook', read: (page) => page.webhook?.sample },
];

function changeSample(page: PageModel, { place, read }: Sample, add: Add): void {
  const objects = new Set<string>();
  const scalars = new Set<string>();
  visitMembers(read(page), place, (object, name, at) => {
    objects.add(at);
    if (typeof object[name] !== 'object') scalars.add(`${at}/${name}`);
  });
  for (const at of objects) {
    const give = (one: PageModel) =>
      visitMembers(read(one), place, (object, _, other) => {
        if (other === at) object.traceId = 'x';
      });
    add('sample member added', at, give, [expect('document-field', 'additive', 'string', [`${at}/traceId`])]);
  }
  // Without its only member a sample shows nothing.
  for (const pointer of scalars.size > 1 ? scalars : []) {
    const change = (act: (object: Record<string, unknown>, name: string) => void) => (one: PageModel) =>
      visitMembers(read(one), place, (object, name, at) => {
        if (`${at}/${name}` === pointer) act(object, name);
      });
    // A sample shows a field and does not promise it.
    const found = (names: string, isStated: boolean) => [
      expect('document-field', 'informational', names, [pointer], isStated),
    ];
    add('sample member removed', pointer, change(Reflect.deleteProperty), found('', false));
    add(
      'sample member retyped',
      pointer,
      change((object, name) => Object.assign(object, { [name]: true })),
      // What a configuration brings as data may be anything.
      found('boolean', pointer !== '/data'),
    );
  }
}

/** Shows every member with its object and the place of that; what is done to an item of a list is done to all of them. */
function visitMembers(
  value: unknown,
  at: string,
  see: (object: Record<string, unknown>, name: string, at: string) => void,
): void {
  if (Array.isArray(value)) for (const item of value) visitMembers(item, `${at}/*`, see);
  if (!isObject(value)) return;
  for (const name of Object.keys(value)) {
    visitMembers(value[name], `${at}/${name}`, see);
    see(value, name, at);
  }
}
