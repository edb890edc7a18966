import { describe, expect, test } from 'vitest';
import { loadContractOnce } from '../contract.ts';
import { v1 } from '../v1/index.ts';
import { AppStore } from './app-store.ts';
import { RecordStore } from './record-store.ts';

const { records } = await loadContractOnce(v1);

function storeWith(capacity: number): { apps: AppStore; filled: number[] } {
  const filled: number[] = [];
  const apps = new AppStore(capacity, (sdkAppId) => {
    filled.push(sdkAppId);
    return new RecordStore(records, { sdkAppId, seed: 1, now: () => 0, initial: [] });
  });
  return { apps, filled };
}

test('records are made once, when they are first looked at', () => {
  const { apps, filled } = storeWith(5);
  apps.get(1);
  expect(filled).toEqual([]);
  expect(apps.get(1).records).toBe(apps.get(1).records);
  expect(filled).toEqual([1]);
});

test('each operation of each app has its own rate window', () => {
  const { apps } = storeWith(5);
  const rateLimit = { requests: 1, perSeconds: 1 };
  const [one, other] = [{ rateLimit }, { rateLimit }];
  const counted = [apps.get(1).countRequest(one, 0), apps.get(1).countRequest(one, 0)];
  counted.push(apps.get(1).countRequest(other, 0), apps.get(2).countRequest(one, 0));
  expect(counted).toEqual([true, false, true, true]);
});

test('an app that was forgotten begins anew', () => {
  const { apps } = storeWith(2);
  apps.get(1).callback = { address: 'https://a.example', actions: [] };
  apps.get(2);
  apps.get(3);
  expect(apps.get(1).callback).toBeUndefined();
});

test('the apps used longest ago go when the callback configurations are too long together', () => {
  const { apps } = storeWith(1000);
  const mebibyte = 1024 * 1024;
  const configure = (sdkAppId: number, length: number) => {
    apps.get(sdkAppId).callback = { address: 'x'.repeat(length), actions: [] };
  };
  const kept = () => Array.from({ length: 40 }, (_, index) => index).filter((id) => apps.peek(id)?.callback);
  for (let id = 0; id < 20; id += 1) configure(id, mebibyte);
  // Two bytes for a character, of 16 MiB.
  expect(kept()).toEqual([12, 13, 14, 15, 16, 17, 18, 19]);
  configure(19, 0);
  configure(20, mebibyte);
  expect(kept(), 'what has become shorter makes room').toEqual([12, 13, 14, 15, 16, 17, 18, 19, 20]);
  apps.reset(12);
  configure(21, mebibyte);
  expect(kept(), 'an app that was reset makes room').toEqual([13, 14, 15, 16, 17, 18, 19, 20, 21]);
  apps.reset();
  for (let id = 30; id < 38; id += 1) configure(id, mebibyte);
  expect(kept()).toHaveLength(8);
});

describe('a rate window', () => {
  const count = (requests: number, times: readonly number[]) => {
    const operation = { rateLimit: { requests, perSeconds: 1 } };
    const app = storeWith(1).apps.get(1);
    return times.map((at) => app.countRequest(operation, at));
  };

  test.each([
    {
      name: 'refuses the request after the last allowed one',
      requests: 3,
      times: [0, 1, 2, 3],
      counted: [true, true, true, false],
    },
    {
      name: 'has a place again exactly one window after the oldest request',
      requests: 2,
      times: [0, 500, 999, 1000, 1001, 1499, 1500],
      counted: [true, true, false, true, false, false, true],
    },
    {
      name: 'does not count what it refuses',
      requests: 1,
      times: [0, 500, 999, 1000],
      counted: [true, false, false, true],
    },
  ])('$name', ({ requests, times, counted }) => {
    expect(count(requests, times)).toEqual(counted);
  });
});
