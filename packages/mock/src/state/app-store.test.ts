import { expect, test } from 'vitest';
import { AppStore } from './app-store.ts';
import { RecordStore } from './record-store.ts';

function storeWith(capacity: number): { apps: AppStore; filled: number[] } {
  const filled: number[] = [];
  const apps = new AppStore(capacity, (sdkAppId) => {
    filled.push(sdkAppId);
    return new RecordStore(60);
  });
  return { apps, filled };
}

test('what is stored for one app is not seen by another', () => {
  const { apps } = storeWith(5);
  apps.get(1).callback = { address: 'https://a.example', actions: [] };
  expect(apps.get(2).callback).toBeUndefined();
  expect(apps.get(1).callback?.address).toBe('https://a.example');
});

test('records are made once, when they are first looked at', () => {
  const { apps, filled } = storeWith(5);
  apps.get(1);
  expect(filled).toEqual([]);
  expect(apps.get(1).records).toBe(apps.get(1).records);
  expect(filled).toEqual([1]);
});

test('each operation of each app has its own rate window', () => {
  const { apps } = storeWith(5);
  const limit = { requests: 1, perSeconds: 1 };
  const take = (sdkAppId: number, operation: string) => apps.get(sdkAppId).window(operation, limit).take(0);
  expect([take(1, 'a'), take(1, 'a'), take(1, 'b'), take(2, 'a')]).toEqual([true, false, true, true]);
});

test('an app that was forgotten begins anew', () => {
  const { apps } = storeWith(2);
  apps.get(1).callback = { address: 'https://a.example', actions: [] };
  apps.get(2);
  apps.get(3);
  expect(apps.get(1).callback).toBeUndefined();
});

test('a reset forgets one app or all', () => {
  const { apps } = storeWith(5);
  for (const id of [1, 2, 3]) apps.get(id).callback = { address: `https://${id}.example`, actions: [] };
  apps.reset(1);
  expect([apps.get(1).callback, apps.get(2).callback?.address]).toEqual([undefined, 'https://2.example']);
  apps.reset();
  expect(apps.get(2).callback).toBeUndefined();
});
