import { isFullProof } from '@trtc-call/test-servers';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTrtcCallClient } from '../index.ts';
import { answeringFetch, refusal, rejection, sampleRecord, success } from '../testing/answering-fetch.ts';
import { decodeUserSig } from '../usersig/index.ts';
import { createClockWatch } from './sign.ts';

const start = Date.UTC(2026, 10, 28);
const hour = 3_600_000;
const day = 24 * hour;
const endOfTime = 'Fri, 31 Dec 9999 23:59:59 GMT';

/** The clocks of this machine: one that can be set, and one that cannot. */
const machine = { wall: 0, monotonic: 0 };

beforeEach(() => {
  Object.assign(machine, { wall: start, monotonic: 0 });
  vi.spyOn(performance, 'now').mockImplementation(() => machine.monotonic);
});
afterEach(() => {
  vi.restoreAllMocks();
});

function pass(milliseconds: number): void {
  machine.wall += milliseconds;
  machine.monotonic += milliseconds;
}

type Service = (signedAt: number) => { readonly body: unknown; readonly date?: string | undefined };

/** A client on this machine, and a service that can be replaced by another. */
function setUp(first: Service, options: { userSigLifetimeSeconds?: number } = {}) {
  const state = { service: first };
  const { fetch, sent } = answeringFetch(({ url }) => {
    const { time } = decodeUserSig(url.searchParams.get('usersig') ?? '');
    const { body, date } = state.service(time * 1000);
    return Response.json(body, date === undefined ? {} : { headers: { date } });
  });
  const client = createTrtcCallClient({
    generation: 'v1',
    sdkAppId: 1400000000,
    secretKey: '0123456789abcdef'.repeat(4),
    limiter: false,
    now: () => machine.wall,
    fetch,
    ...options,
  });
  /** One call: whether it came to an answer, how often it was sent, and when its last UserSig was signed. */
  const call = async () => {
    const before = sent.length;
    const { ok } = await client.records.get('a-call').result();
    const last = sent.at(-1)?.url.searchParams.get('usersig') ?? '';
    return { ok, attempts: sent.length - before, signedAt: decodeUserSig(last).time * 1000 };
  };
  return { client, state, call };
}

/** A service that keeps to the documents, `ahead` of this machine's clock in true time: it starts where the machine does. */
function honest(ahead: number, isStrict = true): Service {
  const begun = machine.monotonic;
  const startedAt = start + ahead;
  return (signedAt) => {
    const now = startedAt + machine.monotonic - begun;
    const isValid = now <= signedAt + day && (!isStrict || signedAt <= now + 300_000);
    return { body: isValid ? success(sampleRecord) : refusal(70003), date: new Date(now).toUTCString() };
  };
}

const says =
  (code: number, date: string | undefined): Service =>
  () => ({ body: code === 0 ? success(sampleRecord) : refusal(code), date });

describe('a time that cannot be', () => {
  test.each([endOfTime, 'Thu, 01 Jan 1970 00:00:00 GMT', 'no date', undefined])(
    'in a refusal (%s) changes no UserSig',
    async (date) => {
      const { state, call } = setUp(says(70003, date));
      expect(await call()).toEqual({ ok: false, attempts: 2, signedAt: start });
      state.service = honest(0);
      expect(await call()).toEqual({ ok: true, attempts: 1, signedAt: start });
    },
  );

  test('in a refusal of a UserSig as invalid is no reason to send another', async () => {
    const { call } = setUp(says(70002, endOfTime));
    expect(await call()).toEqual({ ok: false, attempts: 1, signedAt: start });
  });

  test.each([31 * day + 1000, -31 * day - 1000])('is one %i ms from that of the machine', async (ahead) => {
    const { call } = setUp(honest(ahead));
    expect(await call()).toEqual({ ok: false, attempts: 2, signedAt: start });
  });
});

test('a service that refuses although the clocks agree is asked twice', async () => {
  const { call } = setUp(says(70003, new Date(start).toUTCString()));
  expect(await call()).toEqual({ ok: false, attempts: 2, signedAt: start });
});

test('an answer that lay unread while the process stood still says nothing of the clocks', async () => {
  const { client, call } = setUp(() => {
    const date = new Date(machine.wall).toUTCString();
    pass(40_000);
    return { body: success(sampleRecord), date };
  });
  expect(await call()).toMatchObject({ ok: true });
  expect(client.clockDifference()).toBe(0);
});

test('a UserSig that ended for the service is made anew by the same clock', async () => {
  const { call, state } = setUp(says(0, undefined));
  await call();
  pass(10_000);
  state.service = (signedAt) => ({ body: signedAt > start ? success(sampleRecord) : refusal(70003) });
  expect(await call()).toEqual({ ok: true, attempts: 2, signedAt: start + 10_000 });
});

describe('a machine whose clock is wrong', () => {
  test.each([2, 3])(
    'sends %i calls at the same time twice each, and all come to an answer',
    async (count) => {
      const { call } = setUp(honest(8 * day));
      const calls = await Promise.all(Array.from({ length: count }, call));
      expect(calls).toEqual(Array(count).fill({ ok: true, attempts: 2 * count, signedAt: start + 8 * day }));
      expect(await call()).toMatchObject({ ok: true, attempts: 1 });
    },
  );

  test.each([-31, -8, -1.1, 1.1, 8, 31])('by %d days signs by the clock of the service', async (days) => {
    const { call } = setUp(honest(days * day));
    const signedAt = Math.floor((start + days * day) / 1000) * 1000;
    expect(await call()).toEqual({ ok: true, attempts: 2, signedAt });
    expect(await call()).toEqual({ ok: true, attempts: 1, signedAt });
  });

  test('signs by the clock of the service when that calls a UserSig of tomorrow invalid', async () => {
    const service = honest(-8 * day);
    const { call } = setUp((signedAt) => {
      const answer = service(signedAt);
      return 'errorCode' in Object(answer.body) && Object(answer.body).errorCode === 0
        ? answer
        : { ...answer, body: refusal(70002) };
    });
    expect(await call()).toMatchObject({ ok: true, attempts: 2 });
  });

  test('and then set, and set wrong again, signs on by the service', async () => {
    const { call } = setUp(honest(5 * day));
    await call();
    machine.wall -= 20 * day;
    pass(23 * hour + 56 * 60_000);
    expect(await call()).toEqual({
      ok: true,
      attempts: 1,
      signedAt: start + 5 * day + 23 * hour + 56 * 60_000,
    });
  });

  test('and then set right signs by its own clock again', async () => {
    const { call, state } = setUp(honest(5 * day));
    await call();
    machine.wall += 5 * day;
    await call();
    // Whatever is said now: nothing of the correction is left.
    state.service = says(70003, undefined);
    pass(day);
    expect(await call()).toEqual({ ok: false, attempts: 2, signedAt: start + 6 * day });
  });

  test('signs anew by the clock that cannot be set when the other one is set back', async () => {
    const { call } = setUp(honest(0));
    await call();
    machine.wall -= 12 * hour;
    pass(23 * hour + 56 * 60_000);
    expect(await call()).toMatchObject({ ok: true, attempts: 1, signedAt: machine.wall });
  });
});

describe('a correction', () => {
  const ahead = (days: number) => new Date(start + days * day).toUTCString();

  test('that is refused itself is dropped, and the clock of the machine tried once', async () => {
    const { state, call } = setUp(says(70003, ahead(20)));
    await call();
    const signed: number[] = [];
    state.service = (signedAt) => {
      signed.push(signedAt);
      return { body: refusal(70003), date: undefined };
    };
    await call();
    expect(signed.slice(-1)).toEqual([start]);
    state.service = honest(0);
    expect(await call()).toEqual({ ok: true, attempts: 1, signedAt: start });
  });

  test('is dropped by an answer with another time, a success too', async () => {
    const { state, call } = setUp((signedAt) =>
      signedAt > start
        ? { body: success(sampleRecord), date: ahead(20) }
        : { body: refusal(70003), date: ahead(20) },
    );
    expect(await call()).toEqual({ ok: true, attempts: 2, signedAt: start + 20 * day });
    // As the vendor's own checker, it lets a time in the future through.
    state.service = honest(0, false);
    expect(await call()).toEqual({ ok: true, attempts: 1, signedAt: start + 20 * day });
    expect(await call()).toEqual({ ok: true, attempts: 1, signedAt: start });
  });

  test.each([
    ['14 seconds', 14_000, true],
    ['16 seconds', 16_000, false],
  ])(
    'is compared with whole seconds that took some to arrive, however short a UserSig lasts: %s',
    async (_, late, isKept) => {
      const { state, call } = setUp(honest(5 * day), { userSigLifetimeSeconds: 100 });
      await call();
      state.service = says(0, new Date(start + 5 * day + late).toUTCString());
      await call();
      expect(await call()).toMatchObject({ attempts: 1, signedAt: isKept ? start + 5 * day : start });
    },
  );

  test('is kept where the key is wrong', async () => {
    const { state, call } = setUp(honest(8 * day));
    await call();
    state.service = says(70002, ahead(8));
    expect(await call()).toMatchObject({ ok: false, attempts: 1 });
    state.service = honest(8 * day);
    expect(await call()).toMatchObject({ ok: true, attempts: 1 });
  });

  test('is not asked for by an answer that is right about the time, where the key is wrong', async () => {
    const { client } = setUp(says(70002, ahead(0)));
    expect(await rejection(client.records.get('a-call'))).toMatchObject({
      code: 70002,
      previousAttempts: [],
    });
  });
});

test('after anything that a service says, the first call to an honest one is answered, within three attempts', async () => {
  const dates = fc.oneof(
    fc.integer({ min: -40, max: 40 }).map((days) => new Date(start + days * day).toUTCString()),
    fc.constantFrom(endOfTime, 'Thu, 01 Jan 1970 00:00:00 GMT', '0', 'no date', undefined),
  );
  const answers = fc.record({ code: fc.constantFrom(0, 70001, 70002, 70003), date: dates });
  const steps = fc.record({ wall: fc.integer({ min: -3, max: 3 }), hours: fc.integer({ min: 0, max: 30 }) });
  const prefixes = fc.array(fc.tuple(fc.array(answers, { minLength: 1, maxLength: 4 }), steps), {
    maxLength: 6,
  });
  const offsets = fc.integer({ min: -20, max: 20 });
  await fc.assert(
    fc.asyncProperty(prefixes, offsets, fc.boolean(), async (prefix, offset, isStrict) => {
      Object.assign(machine, { wall: start, monotonic: 0 });
      const { state, call } = setUp(honest(0));
      for (const [said, { wall, hours }] of prefix) {
        let turn = 0;
        state.service = (signedAt) => {
          const { code, date } = said[turn % said.length] ?? { code: 0, date: undefined };
          turn += 1;
          return says(code, date)(signedAt);
        };
        expect((await call()).attempts).toBeLessThanOrEqual(3);
        machine.wall += wall * hour;
        pass(hours * hour);
      }
      // Where the machine's clock is now decides how far the honest one may be from it.
      state.service = honest(machine.wall - start + offset * day, isStrict);
      const first = await call();
      expect(first).toMatchObject({ ok: true });
      expect(first.attempts).toBeLessThanOrEqual(3);
      await call();
      const settled = await call();
      expect(settled).toMatchObject({ ok: true, attempts: 1 });
      const serviceTime = machine.wall + offset * day;
      if (isStrict) expect(Math.abs(settled.signedAt - serviceTime)).toBeLessThanOrEqual(day);
    }),
    { numRuns: isFullProof ? 150 : 40 },
  );
}, 60_000);

test('what was observed is dropped where the clock of the machine has moved since', () => {
  let machine = Date.UTC(2026, 10, 28);
  const { observe, difference } = createClockWatch(
    () => machine,
    () => 0,
  );
  observe(() => machine + 60_000);
  expect(difference()).toBe(60_000);
  machine += 3 * 86_400_000;
  expect(difference(), 'the service may have moved too').toBe(0);
  observe(() => machine - 60_000);
  expect(difference(), 'the next answer is looked at').toBe(-60_000);
});
