import type { MistakeEntry } from '@trtc-call/spec';
import { levelAt } from '../../judge/request.ts';
import { mistakenRequest, written } from '../conforming/conforming-exchanges.ts';
import { memberSites, type Operation } from '../conforming/document.ts';
import {
  listMakers,
  listParameters,
  type MadeMistake,
  type RequestDraft,
  rightRequest,
} from '../conforming/requests.ts';
import {
  bodyCodes,
  codesFor,
  documentedCodes,
  listMistakes,
  Random,
  refusalBody,
  successBody,
} from '../conforming/values.ts';
import { baseExchanges } from './base.ts';
import { type Expected, expectAt, type Mutant, type Pair } from './mutant.ts';

/** 2026-03-04T05:06:07Z */
const begin = Date.UTC(2026, 2, 4, 5, 6, 7);
const requestsEach = 12;

export function requestMutants(operation: Operation): Mutant[] {
  const visible = [...listMakers(operation).keys()];
  return [
    ...newRequirements(operation),
    ...listParameters(operation).flatMap((name) => [
      otherParameter(operation, 'removed query parameter', name, undefined),
      otherParameter(operation, 'renamed query parameter', name, `${name}_v2`),
      otherParameter(operation, 'renamed query parameter', name, name.toUpperCase()),
    ]),
    ...visible.map((id) =>
      acceptance(operation, 'accepts a mistake', id, (random) => mistakenRequest([id], operation, random)),
    ),
    ...visible.flatMap((id) => refusesOtherwise(operation, id)),
  ];
}

/** Requests that were right are refused, as when a new parameter is required. */
function newRequirements(operation: Operation): Mutant[] {
  const { post, success, spec } = operation;
  const { data } = spec.statements.envelope;
  const anyCode = listMistakes(operation).some(
    ({ hidden, place, allowed }) => hidden && place === 'state' && allowed === 'any',
  );
  const ofBody = bodyCodes(operation);
  return codesFor(['body-empty'], operation).map((code): Mutant => {
    const random = new Random(code);
    const refused = baseExchanges(operation).map(
      (twin): Pair => ({
        twin,
        mutated: { ...twin, answerBody: JSON.stringify(refusalBody(code, operation, random)) },
      }),
    );
    // Where any code may stand for a hidden state, only missing successes show it, unless the code is for bodies.
    const unseen = [
      expectAt(operation, 'never-seen', `/${data}`, `${success}/properties/${data}`),
      ...(ofBody.includes(code)
        ? [expectAt(operation, 'refused-valid-body', '/body', `${post}/requestBody`, post)]
        : []),
    ];
    const isOfState = listMistakes(operation).some(
      ({ hidden, allowed }) => hidden && allowed !== 'any' && allowed.includes(code),
    );
    return {
      operation,
      operator: 'added required parameter',
      place: '',
      detail: `refused by ${code}`,
      pairs: () => refused,
      expected: isOfState ? [] : anyCode ? unseen : [expectAt(operation, 'refused-request', '', post)],
      hides: `/${data}`,
      decisions: isOfState ? findDecisions(code, operation) : [],
    };
  });
}

function findDecisions(code: number, { spec }: Operation): readonly string[] {
  return spec.statements.errorCodes.find((row) => row.code === code)?.decision ?? [];
}

function otherParameter(
  operation: Operation,
  operator: string,
  name: string,
  newName: string | undefined,
): Mutant {
  const isCase = newName?.toLowerCase() === name;
  const pointer = `/query/${name}`;
  const ids = isCase ? [`${name}-missing`, 'parameter-wrong-case'] : [`${name}-missing`];
  const request = (random: Random) => {
    const draft = rightRequest(operation, random);
    draft.query = draft.query.flatMap(([other, value]) =>
      other !== name ? [[other, value]] : newName === undefined ? [] : [[newName, value]],
    );
    return { draft, made: ids.map((id) => ({ id, pointer })) };
  };
  return acceptance(operation, operator, `${name} ${newName ?? ''}`.trim(), request);
}

function acceptance(
  operation: Operation,
  operator: string,
  detail: string,
  request: (random: Random) => { draft: RequestDraft; made: readonly MadeMistake[] },
): Mutant {
  const random = new Random(detail.length + operation.operationId.length);
  const rows = new Map(listMistakes(operation).map((row) => [row.id, row]));
  const expected = new Map<string, Expected>();
  const decisions = new Set<string>();
  const pairs = Array.from({ length: requestsEach }, (_, index): Pair => {
    const { draft, made } = request(random);
    for (const { id, pointer } of made) {
      const row = rows.get(id);
      for (const decision of row?.decision ?? []) decisions.add(decision);
      if (row && levelAt(row, pointer) === 'MAY') continue;
      expected.set(
        pointer,
        expectAt(operation, 'accepted-request', pointer, findStatement(pointer, operation)),
      );
    }
    const [code = 0] = codesFor(
      made.map(({ id }) => id),
      operation,
    );
    const twin = written(draft, refusalBody(code, operation, random), begin + index * 1000, random);
    return { twin, mutated: { ...twin, answerBody: JSON.stringify(successBody(operation, random)) } };
  });
  return {
    operation,
    operator,
    place: '',
    detail,
    pairs: () => pairs,
    expected: [...expected.values()],
    decisions: [...decisions],
  };
}

/** One vendor for each code that this mistake may not be refused by. */
function refusesOtherwise(operation: Operation, id: string): Mutant[] {
  const rows = listMistakes(operation);
  const unseen = rows.filter(({ hidden }) => hidden).map((row) => row.id);
  const mistaken = mistakenRequest([id], operation, new Random(1)).made.map((mistake) => mistake.id);
  const allowed = codesFor([...unseen, ...mistaken], operation);
  // A code that no mistake has may stand for anything.
  const known = rows.flatMap((row) => (row.allowed === 'any' ? [] : row.allowed));
  return documentedCodes(operation)
    .filter((code) => !allowed.includes(code) && known.includes(code))
    .map((code): Mutant => {
      const random = new Random(code);
      const { draft, made } = mistakenRequest([id], operation, random);
      const [right = 0] = codesFor(mistaken, operation);
      const twin = written(draft, refusalBody(right, operation, random), begin, random);
      const pointer = made[0]?.pointer ?? '';
      const mutated = { ...twin, answerBody: JSON.stringify(refusalBody(code, operation, random)) };
      return {
        operation,
        operator: 'refuses by another code',
        place: pointer,
        detail: `${id} by ${code}`,
        pairs: () => [{ twin, mutated }],
        expected: [
          {
            ...expectAt(operation, 'refused-otherwise', pointer, findStatement(pointer, operation)),
            // As bad as the level at which the contract demands the refusal.
            class: made.some((mistake) => findLevel(mistake, rows) === 'MUST') ? 'breaking' : 'informational',
          },
        ],
      };
    });
}

/** The documents may promise of one parameter less than of another. */
function findLevel({ id, pointer }: MadeMistake, rows: readonly MistakeEntry[]) {
  const row = rows.find((row) => row.id === id);
  return row?.levels?.[pointer.slice(pointer.lastIndexOf('/') + 1)] ?? row?.level;
}

/** Where the contract says how this part of a request is to be. */
function findStatement(pointer: string, { spec, post, request }: Operation): string {
  const [, part = '', name = ''] = pointer.split('/');
  if (part === 'query') return `#/components/parameters/${name}`;
  return part === 'body' ? (memberSites(spec.at(request)).get(name) ?? request) : post;
}
