import { changeFields } from './field-operators.ts';
import type { PageModel } from './page-model.ts';
import { type Add, atRow, expectFinding as expect, type PageMutant, take } from './page-mutant.ts';

export function createPageMutants(page: PageModel): PageMutant[] {
  const mutants: PageMutant[] = [];
  const add: Add = (operator, place, change, expected, rest) =>
    void mutants.push({ operator, place, change, expected, ...rest });
  changeFields(page, add);
  changeCodes(page, add);
  changeCommands(page, add);
  if (page.parameters.length > 0) changeRequest(page, add);
  changeSentences(page, add);
  changeWebhook(page, add);
  changePage(page, add);
  rewrite(page, add);
  return mutants;
}

function changeCodes({ codes }: PageModel, add: Add): void {
  if (codes.length === 0) return;
  const give = (cell: string) => (page: PageModel) =>
    void page.codes.push({ code: cell, meaning: 'Something else.', isStated: true });
  const found = (code: string) => expect('document-code', 'additive', code);
  add('code added', '79131', give('79131'), [found('79131')]);
  add('codes added in one cell', '79141-79143', give('79141-79143'), ['79141', '79142', '79143'].map(found));
  // Without its only row the table says nothing.
  for (const [at, { code, isStated }] of codes.length > 1 ? codes.entries() : []) {
    add('code removed', code, (page) => void page.codes.splice(at, 1), [
      expect('document-code', 'informational', code, [''], isStated),
    ]);
  }
}

const newCommands = { v1: 'caller_hold_call', v4: 'Call.CallbackAfterHold' };

function changeCommands({ generation, commands }: PageModel, add: Add): void {
  if (commands.length === 0) return;
  const word = newCommands[generation];
  for (const [at, list] of commands.entries()) {
    add('command added', `list ${at + 1}`, (page) => void page.commands[at]?.push(word), [
      expect('document-command', 'additive', word),
    ]);
    for (const gone of list)
      add('command removed', gone, (page) => take(page.commands[at] ?? [], gone), [
        expect('document-command', 'breaking', gone),
      ]);
  }
  add('list removed', 'commands', (page) => void page.commands.splice(0), [
    expect('page-unreadable', 'informational', '', ['command', '']),
  ]);
}

function changeRequest(page: PageModel, add: Add): void {
  const { hosts, parameters, path, version, generation } = page;
  const [host = ''] = hosts.map((name) => name.replace(/^[^.]+/, 'callkit-sydney'));
  const others = ['call-br.example.net', 'call-in.example.net'];
  const newHost = (name: string) => expect('document-host', 'additive', name);
  add('host added', host, (page) => void page.hosts.push(host), [newHost(host)]);
  add(
    'two hosts added',
    others.join(),
    (page) => void page.hosts.splice(1, 0, ...others),
    others.map(newHost),
  );
  for (const gone of hosts)
    add('host removed', gone, (page) => take(page.hosts, gone), [expect('document-host', 'breaking', gone)]);
  add('parameter added', 'nonce', (page) => void page.parameters.push('nonce'), [
    expect('document-parameter', 'breaking', 'nonce'),
  ]);
  for (const gone of parameters)
    add('parameter removed', gone, (page) => take(page.parameters, gone), [
      expect('document-parameter', 'informational', gone),
    ]);
  add('identifier changed', 'root', (page) => void Object.assign(page, { identifier: 'root' }), [
    expect('document-identifier', 'informational', 'root'),
    expect('document-identifier', 'informational', page.identifier, [''], false),
  ]);
  const later = generation === 'v1' ? 'v2' : 'v5';
  if (version !== '') {
    add('version of every path changed', later, (page) => void Object.assign(page, { version: later }), [
      expect('document-path', 'breaking', later),
    ]);
    return;
  }
  const moves = {
    'path changed': path.replace(/[^/]*$/, 'renamed_command'),
    'version changed': path.replace(generation, later),
  };
  for (const [operator, to] of Object.entries(moves))
    add(operator, to, (page) => void Object.assign(page, { path: to }), [
      expect('document-path', 'breaking', path),
      expect('document-path', 'additive', to),
    ]);
}

function changeSentences({ rate, window, timeout, delay, webhook, clients }: PageModel, add: Add): void {
  if (rate) {
    const { requests } = rate;
    const set = (part: Partial<typeof rate>) => (page: PageModel) =>
      void (page.rate && Object.assign(page.rate, part));
    const found = (to: number, isLower: boolean) => [
      expect('document-rate-limit', isLower ? 'breaking' : 'additive', String(to)),
    ];
    add('rate lower', String(requests - 1), set({ requests: requests - 1 }), found(requests - 1, true));
    add('rate higher', String(requests * 2), set({ requests: requests * 2 }), found(requests * 2, false));
    add('rate by the minute', '60', set({ requests: 60, perMinute: true }), found(60, true));
    add('rate of trial apps', '3', set({ trial: 3 }), found(3, false));
  }
  const say = (operator: string, part: Partial<PageModel>, isWorse: boolean) => {
    const [value] = Object.values(part);
    const found = expect('document-limit', isWorse ? 'breaking' : 'additive', String(value));
    add(operator, String(value), (page) => void Object.assign(page, part), [found]);
  };
  if (window !== undefined) {
    say('window shorter', { window: 3 }, true);
    say('window longer', { window: 30 }, false);
  }
  if (delay !== undefined) say('delay of records longer', { delay: 90 }, true);
  if (timeout !== undefined) say('timeout longer', { timeout: 8 }, true);
  if (webhook && webhook.waits.length > 0) {
    add('waits changed', '0 1 2 8', (page) => void page.webhook?.waits.splice(2, 4, 2, 8), [
      expect('document-limit', 'additive', '0 1 2 8'),
    ]);
  }
  for (const [at, { platform }] of clients.entries())
    add(
      'client version raised',
      platform,
      (page) => void page.clients.splice(at, 1, { platform, version: '9.1.0' }),
      [expect('document-limit', 'breaking', '9.1.0')],
    );
  add('end announced', '2027-03-31', (page) => void Object.assign(page, { ends: '2027-03-31' }), [
    expect('document-end', 'breaking', '2027-03-31'),
  ]);
}

function changeWebhook({ generation, webhook }: PageModel, add: Add): void {
  if (!webhook) return;
  add('webhook parameter added', 'deliveryid', (page) => void page.webhook?.parameters.push('deliveryid'), [
    expect('document-parameter', 'additive', 'deliveryid'),
  ]);
  for (const gone of webhook.parameters)
    add('webhook parameter removed', gone, (page) => take(page.webhook?.parameters ?? [], gone), [
      expect('document-parameter', 'breaking', gone, [''], webhook.stated.includes(gone)),
    ]);
  const other = newCommands[generation];
  add(
    'command of the request line',
    other,
    (page) => void Object.assign(page.webhook ?? {}, { command: other }),
    [
      expect('document-command', 'additive', other),
      expect('document-command', 'informational', webhook.command, [''], false),
    ],
  );
  add('platform added', 'HarmonyOS', (page) => void page.webhook?.platforms.push('HarmonyOS'), [
    expect('document-word', 'additive', 'HarmonyOS'),
  ]);
  for (const gone of webhook.platforms)
    add('platform removed', gone, (page) => take(page.webhook?.platforms ?? [], gone), [
      expect('document-word', 'informational', gone, [''], false),
    ]);
}

function changePage(_: PageModel, add: Add): void {
  const unreadable = expect('page-unreadable', 'informational', '');
  const empty = {
    listed: [],
    clients: [],
    parameters: [],
    tables: [],
    codes: [],
    commands: [],
    webhook: undefined,
    window: undefined,
    timeout: undefined,
    delay: undefined,
  };
  add('page emptied', '', (page) => void Object.assign(page, empty), [unreadable]);
  add('page replaced', '', (page) => void Object.assign(page, { id: 34348 }), [unreadable]);
  add(
    'date alone',
    '2026-01-31',
    (page) => void Object.assign(page, { updated: '2026-01-31' }),
    [expect('document-updated', 'informational', '2026-01-31', [''], false)],
    { isSeenIn: ({ markup }) => markup !== 'markdown' },
  );
}

/** The same, said otherwise: nothing may be found. */
function rewrite({ source }: PageModel, add: Add): void {
  const nothing = () => undefined;
  add('reworded', '', nothing, [], { wording: { isReworded: true } });
  add('rows in another order', '', nothing, [], { wording: { hasRowsReversed: true } });
  add('columns in another order', '', nothing, [], { wording: { hasTypeFirst: true } });
  add('other headings of columns', '', nothing, [], { wording: { hasOddColumns: true } });
  add('headings of another level', '', nothing, [], { wording: { depth: 1 } });
  for (const { fact, says } of source.known ?? []) {
    const [kind = '', name = '', field = ''] = fact.split('/');
    const asPrinted = (page: PageModel) => {
      if (kind === 'identifier') page.identifier = name;
      else if (kind === 'command' && page.webhook) page.webhook.command = name;
      else if (kind === 'path') page.listedPath = fact.slice('path'.length);
      else if (kind === 'field')
        atRow(name, field, (row, rows) =>
          says === undefined ? take(rows, row) : Object.assign(row, { type: says }),
        )(page);
    };
    add('known contradiction', fact, asPrinted, [], { isLasting: true });
  }
}
