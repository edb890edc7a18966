import { findMistake, operations, queryParameters } from '@trtc-call/spec/v1';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { expect, test } from 'vitest';
import { readMembers } from './answer.ts';
import { type Fault, operationsWithFields, rightBody, wrongBodies, wrongQueries } from './wrong-values.ts';

const parameters = Object.keys(queryParameters);
const correct = { sdkappid: '1400000000', identifier: 'a', usersig: 's', random: '1', contenttype: 'json' };

/** Required fields, as `operation.field`, read from the contract by another way than the code does. */
const requiredFields = Object.values(operations).flatMap(({ operationId }) => {
  const name = `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}Request`;
  const { required } = readMembers(openapi.components.schemas[name]);
  return Array.isArray(required) ? required.map((field) => `${operationId}.${field}`) : [];
});

const allFields = operationsWithFields.flatMap((operation) => {
  const name = `${operation.charAt(0).toUpperCase()}${operation.slice(1)}Request`;
  const { properties } = readMembers(openapi.components.schemas[name]);
  return Object.keys(readMembers(properties)).map((field) => `${operation}.${field}`);
});

test('the operations with fields are those that a missing field is a mistake of', () => {
  expect(operationsWithFields.toSorted()).toEqual(findMistake('field-missing').operations.toSorted());
  expect(requiredFields).toHaveLength(6);
});

test.for(['missing', 'null', 'case'] as const)('every required field is once wrong by being %s', (fault) => {
  const named = wrongBodies(fault).map(({ operation, field }) => `${operation}.${field}`);
  expect(named.toSorted()).toEqual(requiredFields.toSorted());
});

test('every field is of the wrong type, a text also by the right value in a list', () => {
  const named = wrongBodies('type').map(({ operation, field }) => `${operation}.${field}`);
  expect([...new Set(named)].toSorted()).toEqual(allFields.toSorted());
  const [number, list] = wrongBodies('type', { getRecordByCallId: { callId: 'known' } });
  expect([number?.body, list?.body]).toEqual([{ callId: 17 }, { callId: ['known'] }]);
});

test('every field but the list of actions is once out of its range', () => {
  const named = wrongBodies('range').map(({ operation, field }) => `${operation}.${field}`);
  expect(named.toSorted()).toEqual(allFields.filter((name) => !name.endsWith('.actions')).toSorted());
});

test.for<Fault>(['missing', 'null', 'type', 'range', 'case'])(
  'a body is wrong in one field and right in the others: %s',
  (fault) => {
    for (const { operation, field, body } of wrongBodies(fault)) {
      const right = rightBody(operation);
      const sent = readMembers(JSON.parse(JSON.stringify(body)));
      expect(sent[field]).not.toEqual(right[field]);
      for (const other of Object.keys(right)) {
        if (other !== field) expect(sent[other], `${operation}.${other}`).toEqual(right[other]);
      }
    }
  },
);

test.for([
  { fault: 'missing' as const, names: parameters },
  { fault: 'case' as const, names: parameters },
  { fault: 'repeated' as const, names: parameters },
  { fault: 'type' as const, names: ['sdkappid', 'random'] },
  { fault: 'range' as const, names: ['random'] },
  { fault: 'null' as const, names: [] },
])('URL parameters that are wrong by $fault: $names', ({ fault, names }) => {
  const queries = wrongQueries(fault, correct);
  expect(queries.map(({ parameter }) => parameter)).toEqual(names);
  for (const { parameter, query } of queries) {
    expect(query[parameter]).not.toBe(correct[parameter as keyof typeof correct]);
  }
});
