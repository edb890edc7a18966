import { expect, test } from 'vitest';
import { makeAnswer } from '../../testing/test-context.ts';
import { createCallbackMemory } from './callback-memory.ts';

const answering = (code: number) => async () => makeAnswer({ errorCode: code });

test('what a success confirmed is known; what reads or is refused changes nothing', async () => {
  const memory = createCallbackMemory();
  expect(memory.stored()).toBeUndefined();
  await memory.watch('setCallback', 'a', answering(0));
  await memory.watch('getCallback', '{}', answering(0));
  await memory.watch('updateCallback', 'b', answering(70001));
  expect(memory.stored()).toBe('a');
  await memory.watch('updateCallback', 'b', answering(0));
  expect(memory.stored()).toBe('b');
  await memory.watch('deleteCallback', '{}', answering(0));
  expect(memory.stored()).toBeNull();
});

test('without an answer what is stored is unknown', async () => {
  const memory = createCallbackMemory();
  await memory.watch('setCallback', 'a', answering(0));
  const lost = memory.watch('deleteCallback', '{}', () => Promise.reject(new Error('no answer')));
  await expect(lost).rejects.toThrow('no answer');
  expect(memory.stored()).toBeUndefined();
});

test('of two changes that overlap the last is unknown; of two that are refused nothing is changed', async () => {
  const memory = createCallbackMemory();
  await memory.watch('setCallback', 'a', answering(0));
  const both = (code: number) =>
    Promise.all(['b', 'c'].map((body) => memory.watch('setCallback', body, answering(code))));
  await both(70001);
  expect(memory.stored()).toBe('a');
  await both(0);
  expect(memory.stored()).toBeUndefined();
  await memory.watch('setCallback', 'd', answering(0));
  expect(memory.stored()).toBe('d');
});
