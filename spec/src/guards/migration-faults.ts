// What the page about the migration leaves out of the contracts, or has beside them: a sentence for each fault.
import type { MistakeEntry } from '../contract.ts';
import type { OpenApiSchema } from '../open-api-document.ts';
import { contracts } from './each-contract.ts';
import { type Page, readIds, readSpans } from './migration-page.ts';

/** Each contract with the number of its column. */
export const columns = contracts.map((contract, index) => ({ ...contract, index }));

type Column = (typeof columns)[number];
type Checked = Pick<Column, 'openapi' | 'citations'>;

const [first, second] = columns;
if (!first || !second) throw new Error('a generation is missing');
export const [v1, v4] = [first, second];

function schema({ openapi }: Checked, name: string): OpenApiSchema {
  const found = openapi.components.schemas[name];
  if (!found) throw new Error(`there is no schema ${name}`);
  return found;
}

/** What was only seen in answers is on no page of the vendor, and not on this one until a person has read it. */
function isObserved({ citations }: Checked, schemaPart: string): boolean {
  return citations[`#/components/schemas/${schemaPart}`]?.source.includes('observed') ?? false;
}

export function words(contract: Checked, ...names: string[]): string[] {
  return names
    .filter((name) => !isObserved(contract, name))
    .flatMap((name) => schema(contract, name).enum as string[]);
}

export function members(contract: Checked, name: string): string[] {
  const { properties } = schema(contract, name);
  return Object.keys(properties ?? {}).filter(
    (member) => !isObserved(contract, `${name}/properties/${member}`),
  );
}

/** Decisions of a member, and of the list of words or types that it refers to: they are why its cell is a reading. */
function listDecisions(contract: Checked, name: string, member: string): string[] {
  const { citations } = contract;
  const at = (part: string): readonly string[] => citations[`#/components/schemas/${part}`]?.decision ?? [];
  const { properties } = schema(contract, name);
  const text = JSON.stringify(Object.entries(Object(properties)).find(([other]) => other === member) ?? []);
  const referred = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, one = '']) => one);
  const chosen = referred.filter((one) => schema(contract, one).enum ?? schema(contract, one).anyOf);
  return [`${name}/properties/${member}`, ...chosen].flatMap(at);
}

const schemasOfTables: Readonly<Record<string, readonly string[]>> = {
  Records: ['CallRecord'],
  'The filter': ['GetRecordsByFilterRequest'],
  'The callback configuration': ['SetCallbackRequest', 'CallbackConfiguration'],
};

/** Members whose cell states a reading as a fact: the contract names decisions that the cell does not name. */
export function findUnnamedDecisions(page: Page, contract: Column): string[] {
  return Object.entries(schemasOfTables).flatMap(([heading, names]) => {
    const cells = page.rows(heading).map((row) => row[contract.index] ?? '');
    return names.flatMap((name) =>
      members(contract, name).flatMap((member) => {
        const cell = cells.find((one) => readSpans(one)[0] === member) ?? '';
        return listDecisions(contract, name, member)
          .filter((id) => !readIds(cell).includes(id))
          .map((id) => `${heading}: ${member} lacks ${id}`);
      }),
    );
  });
}

/** The mistakes behind each row of refusals, and the paths of the operations that it is about, where not all are. */
const refusals: Readonly<Record<string, { readonly mistakes: readonly string[]; readonly at?: RegExp }>> = {
  'the UserSig has expired': { mistakes: ['usersig-expired'] },
  'the UserSig is wrong': { mistakes: ['usersig-invalid', 'usersig-wrong-key'] },
  'the account is not an administrator': { mistakes: ['not-administrator'] },
  'the rate limit': { mistakes: ['rate-exceeded'] },
  'the body is not JSON': { mistakes: ['body-malformed'] },
  'a parameter of a call': { mistakes: ['field-type'], at: /call_engine/ },
  'a parameter of the callback': { mistakes: ['configuration-field-type', 'field-type'], at: /callback/ },
  'a parameter of the records': { mistakes: ['record-field-type', 'field-type'], at: /record/ },
  'no package': { mistakes: ['package-missing'] },
  'no callback is configured': { mistakes: ['callback-absent'] },
  'no such call': { mistakes: ['call-not-found'] },
  'no such record': { mistakes: ['record-not-found'] },
};

/** Codes and decisions that a row of refusals leaves out. */
export function findRefusalFaults(page: Page, contract: Column): string[] {
  const rows = page.rows('Refusals');
  return [
    ...Object.keys(refusals).filter((name) => !rows.some(([title]) => title === name)),
    ...rows.flatMap(([name = '', ...cells]) => findRowFaults(name, cells[contract.index] ?? '', contract)),
  ];
}

function findRowFaults(name: string, cell: string, { mistakes, operations, errorCodes }: Column): string[] {
  const row = refusals[name];
  if (!row) return [`${name} has no mistake in this test`];
  const { at } = row;
  const isMeant = ({ id, operations: named }: MistakeEntry) =>
    row.mistakes.includes(id) &&
    (!at ||
      Object.values(operations).some(
        (operation) => at.test(operation.path) && named.includes(operation.operationId),
      ));
  const meant = mistakes.filter((mistake: MistakeEntry) => isMeant(mistake));
  const allowed = meant.flatMap((mistake): readonly (number | 'any')[] =>
    mistake.allowed === 'any' ? ['any'] : mistake.allowed,
  );
  const known: readonly number[] = errorCodes.map(({ code }) => code);
  const codes = cell.replaceAll(/V[14]-\S+/g, '').matchAll(/\b\d{3,6}\b/g);
  const stated = [...codes].map(([code]) => Number(code));
  const isReading = meant.some((mistake) => mistake.allowed === 'any' || mistake.allowed.length > 1);
  return [
    ...allowed
      .filter((code) => !(code === 'any' ? cell.startsWith('any') : stated.includes(code)))
      .map((code) => `${name} lacks ${code}`),
    ...(isReading && readIds(cell).length === 0 ? [`${name} names no decision`] : []),
    ...stated
      .filter((code) => !known.includes(code) || meant.length === 0)
      .map((code) => `${name} has ${code}`),
  ];
}

/** Limits by the words that the table has for them. */
const limitRows: Readonly<Record<string, string>> = {
  dataWindow: 'records that can be asked for',
  recordDelay: 'until a record can be read after its call',
  backendTimeout: 'the service works on a request',
  defaultPageSize: 'records on a page, when nothing is said',
  largestPage: 'records on a page, at most',
  userDataBytes: '`UserData` of a call that a server places',
  signatureWindow: 'between the signature of a webhook and its arrival',
};

/** Limits, ranges and decisions of limits that the table leaves out. */
export function findLimitFaults(page: Page, { limits, index, citations, openapi }: Column): string[] {
  const rows = new Map(page.rows('Limits').map(([name, ...cells]) => [name, cells[index] ?? '']));
  const stated = Object.entries(limits).flatMap(([name, { value, unit }]) => {
    const cell = rows.get(limitRows[name] ?? '') ?? '';
    const decided = citations[`#/x-limits/${name}`]?.decision ?? [];
    return [
      ...(cell.includes(`${value} ${unit}`) ? [] : [`${name} is not ${value} ${unit}`]),
      ...decided.filter((id) => !cell.includes(id)).map((id) => `${name} lacks ${id}`),
    ];
  });
  const schemas = ['StartCallByRobotRequest', 'RobotCallInfo'].map(
    (name) => openapi.components.schemas[name],
  );
  const ranges = schemas
    .flatMap((one) => Object.entries(one?.properties ?? {}))
    .flatMap(([name, property]) => {
      const { minimum, maximum } = property as { minimum?: number; maximum?: number };
      const row = [...rows].find(([title]) => title?.startsWith(`\`${name}\``))?.[1] ?? '';
      const isBounded = minimum !== undefined && maximum !== undefined;
      return !isBounded || row.startsWith(`${minimum} to ${maximum}`) ? [] : [`${name} has no range`];
    });
  return [...stated, ...ranges];
}

const webhookSchemas: Readonly<Record<string, readonly string[]>> = {
  v1: ['CallStatusWebhook', 'CallEventWebhook'],
  // What a record has stands in the table of records.
  v4: [
    'CallStartWebhook',
    'CallEndWebhook',
    'CallMemberWebhook',
    'WebhookCallInfo',
    'WebhookUser',
    'ChangedUser',
  ],
};

/** What the webhooks of a generation have and the page leaves out, or the other way round. */
export function findWebhookFaults(page: Page, contract: Column): string[] {
  const { generation, index, citations, openapi } = contract;
  const row = (name: string) =>
    page.rows('What is sent').find(([title]) => title === name)?.[index + 1] ?? '';
  const sent = Object.values(openapi.webhooks).flatMap(({ post }) =>
    post.parameters.map(({ $ref = '' }) => openapi.components.parameters[$ref.split('/').at(-1) ?? '']?.name),
  );
  const schemas = webhookSchemas[generation] ?? [];
  const commands = generation === 'v1' ? ['CallStatusCommand', 'CallEventCommand'] : ['CallbackCommand'];
  const answer = readSpans(row('answer of the receiver'))[0] ?? '{}';
  const wanted: readonly [string, readonly (string | undefined)[], readonly string[]][] = [
    ['Webhooks', words(contract, ...commands), page.spans('Webhooks', index + 1)],
    ['query', sent, readSpans(row('query'))],
    ['platform', words(contract, 'OptPlatform'), readSpans(row('platform'))],
    ['body', schemas.flatMap((name) => members(contract, name)), readSpans(row('body'))],
    ['answer', members(contract, 'WebhookAnswer'), Object.keys(JSON.parse(answer))],
  ];
  const named = readIds(page.section('Webhooks'));
  const decided = Object.entries(citations).flatMap(([at, { decision }]) =>
    /schemas\/(?:Webhook(?!Answer)|ActionType)/.test(at) ? decision : [],
  );
  return [
    ...wanted.flatMap(([name, all, found]) => [
      ...[...new Set(all)].filter((one) => !found.includes(one ?? '')).map((one) => `${name} lacks ${one}`),
      ...found.filter((one) => !all.includes(one)).map((one) => `${name} has ${one}`),
    ]),
    ...decided.filter((id) => !named.includes(id)).map((id) => `Webhooks lacks ${id}`),
  ];
}

export function findUnknownDecisions({ ids }: Page): string[] {
  const decisions = contracts.map((contract) => contract.decisions).join('\n');
  return ids.filter((id) => !decisions.includes(`\n## ${id} `));
}
