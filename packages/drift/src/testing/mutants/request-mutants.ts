import { type Mistake, type MistakeId, type OperationId, operations } from '@trtc-call/spec/v1';
import { listVisibleMistakes, mistakenRequest, written } from '../conforming/conforming-exchanges.ts';
import { escaped, memberSites } from '../conforming/document.ts';
import {
  locateRequestSchema,
  type MadeMistake,
  parameterNames,
  type RequestDraft,
  rightRequest,
} from '../conforming/requests.ts';
import {
  codesFor,
  documentedCodes,
  listMistakes,
  Random,
  refusalBody,
  successBody,
} from '../conforming/values.ts';
import { baseExchanges } from './base.ts';
import type { Expected, Mutant, Pair } from './mutant.ts';

/** 2026-03-04T05:06:07Z */
const begin = Date.UTC(2026, 2, 4, 5, 6, 7);
const requestsEach = 12;
/** The code that the contract gives to a body that cannot be read, and to nothing else. */
const bodyCode = 70009;

/** Vendors that take what they did not take, or refuse what they took. */
export function requestMutants(operationId: OperationId): Mutant[] {
  const visible = listVisibleMistakes(operationId);
  return [
    ...newRequirements(operationId),
    ...parameterNames.flatMap((name) => [
      otherParameter(operationId, 'removed query parameter', name, undefined),
      otherParameter(operationId, 'renamed query parameter', name, `${name}_v2`),
      otherParameter(operationId, 'renamed query parameter', name, name.toUpperCase()),
    ]),
    ...visible.map((id) => accepts(operationId, id)),
    ...visible.flatMap((id) => refusesOtherwise(operationId, id)),
  ];
}

/** Requests that were right are refused, as when a parameter is required that nobody sends. */
function newRequirements(operationId: OperationId): Mutant[] {
  const post = `#/paths/${escaped(operations[operationId].path)}/post`;
  const anyCode = listMistakes(operationId).find(
    ({ place, allowed }) => place === 'state' && allowed === 'any',
  );
  return codesFor(['body-empty'], operationId).map((code): Mutant => {
    const random = new Random(code);
    const refused = baseExchanges(operationId).map(
      (twin): Pair => ({
        twin,
        mutated: { ...twin, answerBody: JSON.stringify(refusalBody(code, random)) },
      }),
    );
    const data = `#/components/schemas/${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}Success/properties/data`;
    return {
      operationId,
      operator: 'added required parameter',
      place: '',
      detail: `refused by ${code}`,
      pairs: () => refused,
      // Where any code may stand for a state that nobody sees, only the missing successes tell, unless the code is for bodies.
      expected: anyCode
        ? [
            { rule: 'never-seen', subject: operationId, pointer: '/data', sites: [data] },
            ...(code === bodyCode
              ? [
                  {
                    rule: 'refused-valid-body',
                    subject: operationId,
                    pointer: '/body',
                    sites: [`${post}/requestBody`, post],
                  } as const,
                ]
              : []),
          ]
        : [{ rule: 'refused-request', subject: operationId, pointer: '', sites: [post] }],
      hides: '/data',
    };
  });
}

function otherParameter(
  operationId: OperationId,
  operator: string,
  name: (typeof parameterNames)[number],
  newName: string | undefined,
): Mutant {
  const isCase = newName?.toLowerCase() === name;
  const pointer = `/query/${name}`;
  const missing = listMistakes(operationId).find(({ id }) => id === `${name}-missing`);
  if (!missing) throw new TypeError(`The contract has no mistake for a request without ${name}.`);
  const ids: MistakeId[] = isCase ? [missing.id, 'parameter-wrong-case'] : [missing.id];
  const request = (random: Random) => {
    const draft = rightRequest(operationId, random);
    draft.query = draft.query.flatMap(([other, value]) =>
      other !== name ? [[other, value]] : newName === undefined ? [] : [[newName, value]],
    );
    return { draft, made: ids.map((id) => ({ id, pointer })) };
  };
  return acceptance(operationId, operator, `${name} ${newName ?? ''}`.trim(), request);
}

function accepts(operationId: OperationId, id: MistakeId): Mutant {
  return acceptance(operationId, 'accepts a mistake', id, (random) =>
    mistakenRequest([id], operationId, random),
  );
}

function acceptance(
  operationId: OperationId,
  operator: string,
  detail: string,
  request: (random: Random) => { draft: RequestDraft; made: readonly MadeMistake[] },
): Mutant {
  const random = new Random(detail.length + operationId.length);
  const rows = new Map(listMistakes(operationId).map((row) => [row.id, row]));
  const expected = new Map<string, Expected>();
  const decisions = new Set<string>();
  const pairs = Array.from({ length: requestsEach }, (_, index): Pair => {
    const { draft, made } = request(random);
    for (const { id, pointer } of made) {
      const row = rows.get(id);
      for (const decision of row?.decision ?? []) decisions.add(decision);
      if (row?.level === 'MAY') continue;
      expected.set(pointer, {
        rule: 'accepted-request',
        subject: operationId,
        pointer,
        sites: [findStatement(pointer, operationId)],
      });
    }
    const [code = 0] = codesFor(
      made.map(({ id }) => id),
      operationId,
    );
    const twin = written(draft, refusalBody(code, random), begin + index * 1000, random);
    return { twin, mutated: { ...twin, answerBody: JSON.stringify(successBody(operationId, random)) } };
  });
  return {
    operationId,
    operator,
    place: '',
    detail,
    pairs: () => pairs,
    expected: [...expected.values()],
    decisions: [...decisions],
  };
}

/** One vendor for each code that this mistake may not be refused by. */
function refusesOtherwise(operationId: OperationId, id: MistakeId): Mutant[] {
  const rows = listMistakes(operationId);
  const unseen = rows
    .filter(({ place, id: other }) => place === 'state' || isInSign(other))
    .map((row) => row.id);
  const mistaken = mistakenRequest([id], operationId, new Random(1)).made.map((one) => one.id);
  const allowed = codesFor([...unseen, ...mistaken, 'rate-exceeded'], operationId);
  return documentedCodes(operationId)
    .filter((code) => !allowed.includes(code))
    .map((code): Mutant => {
      const random = new Random(code);
      const { draft, made } = mistakenRequest([id], operationId, random);
      const [right = 0] = codesFor(mistaken, operationId);
      const twin = written(draft, refusalBody(right, random), begin, random);
      const pointer = made[0]?.pointer ?? '';
      return {
        operationId,
        operator: 'refuses by another code',
        place: pointer,
        detail: `${id} by ${code}`,
        pairs: () => [{ twin, mutated: { ...twin, answerBody: JSON.stringify(refusalBody(code, random)) } }],
        expected: [
          {
            rule: 'refused-otherwise',
            subject: operationId,
            pointer,
            // As bad as the level at which the contract demands the refusal.
            class: made.some((one) => findLevel(one, rows) === 'MUST') ? 'breaking' : 'informational',
            sites: [findStatement(pointer, operationId)],
          },
        ],
      };
    });
}

/** By the documents, which promise of `random` and `contenttype` less than of what authenticates (V1-U-49). */
function findLevel({ id, pointer }: MadeMistake, rows: readonly Mistake[]): Mistake['level'] | undefined {
  if (id === 'parameter-wrong-case' && /random|contenttype/.test(pointer)) return 'SHOULD';
  return rows.find((row) => row.id === id)?.level;
}

function isInSign(id: MistakeId): boolean {
  return /^(usersig-(?!missing)|not-administrator)/.test(id);
}

/** Where the contract says how this part of a request is to be. */
function findStatement(pointer: string, operationId: OperationId): string {
  const post = `#/paths/${escaped(operations[operationId].path)}/post`;
  const [, part = '', name = ''] = pointer.split('/');
  if (part === 'query') return `#/components/parameters/${name}`;
  if (part !== 'body') return post;
  const whole = `${post}/requestBody/content/application~1json/schema`;
  return memberSites(locateRequestSchema(operationId)).get(name) ?? whole;
}
