import { describe, expect, test } from 'vitest';
import { apiGenerations } from '../suites.ts';
import { readMembers } from './answer.ts';
import { type Fault, rightBody, wrongBodies, wrongQueries } from './wrong-values.ts';

const correct = { sdkappid: '1400000000', identifier: 'a', usersig: 's', random: '1', contenttype: 'json' };

describe.each(apiGenerations)('$suite.generation', ({ generation, suite }) => {
  const operations = suite.groups.flatMap(({ withFields }) => withFields.operations);
  const nameAll = (fault: Fault) =>
    wrongBodies(generation, operations, fault).map(({ operation, field }) => `${operation}.${field}`);

  /** The fields of the bodies, as `operation.field`, read from the contract by another way than the code does. */
  const listFields = (of: 'required' | 'properties') =>
    operations.flatMap((operation) => {
      const { path = '' } = generation.contract.operations[operation] ?? {};
      const { schema } = generation.openapi.paths[path]?.post.requestBody.content['application/json'] ?? {};
      const name = String(schema?.$ref).replace('#/components/schemas/', '');
      const found = readMembers(generation.openapi.components.schemas[name])[of];
      return (Array.isArray(found) ? found : Object.keys(readMembers(found))).map(
        (field) => `${operation}.${field}`,
      );
    });

  test.for(['missing', 'null', 'case'] as const)(
    'every required field is once wrong by being %s',
    (fault) => {
      expect(nameAll(fault).toSorted()).toEqual(listFields('required').toSorted());
      expect(nameAll(fault).length).toBeGreaterThan(3);
    },
  );

  test('every field is of the wrong type, a text also by the right value in a list', () => {
    expect([...new Set(nameAll('type'))].toSorted()).toEqual(listFields('properties').toSorted());
    const { callId } = generation.names;
    const right = { getRecordByCallId: { [callId]: 'known' } };
    const [number, list] = wrongBodies(generation, ['getRecordByCallId'], 'type', right);
    expect([number?.body, list?.body]).toEqual([{ [callId]: 17 }, { [callId]: ['known'] }]);
  });

  test('every field with a range, a form or a list of words is out of it', () => {
    const free = listFields('properties').filter((name) => !nameAll('range').includes(name));
    expect(free, 'name here each field that has no range, form or words').toEqual(
      {
        v1: ['setCallback.actions', 'updateCallback.actions'],
        v4: [
          'getRecordsByFilter.StartTime',
          'setCallback.CallbackCommandList',
          'startCallByRobot.Robot_Account',
          'startCallByRobot.UserData',
          'startCallByRobot.CallInfo',
          'startCallByRobot.OfflinePushInfo',
        ],
      }[suite.generation],
    );
  });

  test.for<Fault>(['missing', 'null', 'type', 'range', 'case'])(
    'a body is wrong in one field and right in the others: %s',
    (fault) => {
      for (const { operation, field, body } of wrongBodies(generation, operations, fault)) {
        const right = rightBody(generation, operation);
        const sent = readMembers(JSON.parse(JSON.stringify(body)));
        expect(sent[field]).not.toEqual(right[field]);
        for (const other of Object.keys(right)) {
          if (other !== field) expect(sent[other], `${operation}.${other}`).toEqual(right[other]);
        }
      }
    },
  );

  const parameters = Object.keys(generation.contract.queryParameters);
  test.for([
    { fault: 'missing' as const, names: parameters },
    { fault: 'case' as const, names: parameters },
    { fault: 'repeated' as const, names: parameters },
    { fault: 'type' as const, names: ['sdkappid', 'random'] },
    { fault: 'range' as const, names: ['random'] },
    { fault: 'null' as const, names: [] },
  ])('URL parameters that are wrong by $fault: $names', ({ fault, names }) => {
    const queries = wrongQueries(generation, fault, correct);
    expect(queries.map(({ parameter }) => parameter)).toEqual(names);
    for (const { parameter, query } of queries) {
      expect(query[parameter]).not.toBe(correct[parameter as keyof typeof correct]);
    }
  });
});
