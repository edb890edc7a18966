import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { createHarFile } from '../har/index.ts';
import { channelNames, createTrtcCallClient } from '../index.ts';
import { createRedisLimiter } from '../v1/redis.ts';
import { refusal, sampleRecord, success } from './answering-fetch.ts';
import { failingWays, oddValues } from './odd-values.ts';

// Run as a process of its own: every hook fails in each way, with every odd value, and all calls are to go on. What
// became of them is printed as JSON, a line for each way. What ends the process says on which way it was.

const [folder = ''] = process.argv.slice(2);
let warnings: string[] = [];
process.on('warning', ({ message }) => warnings.push(message));
const { writeSync } = fs;

function setWriting(write: typeof fs.writeSync): void {
  fs.writeSync = write;
  syncBuiltinESMExports();
}

for (const [way, fail] of Object.entries(failingWays)) {
  process.stderr.write(`every hook ${way}\n`);
  warnings = [];
  let odd: () => unknown = () => undefined;
  const hook = (): unknown => fail(odd());
  for (const channel of Object.values(channelNames)) subscribe(channel, hook);

  const outcomes: unknown[] = [];
  for (const [name, make] of Object.entries(oddValues)) {
    odd = make;
    const answers = [refusal(70005), success({ ...sampleRecord, callResult: 'a new word' })];
    const client = createTrtcCallClient({
      generation: 'v1',
      sdkAppId: 1400000000,
      userSig: 'a-user-sig',
      limiter: createRedisLimiter({
        redis: { eval: () => Promise.reject(new Error('away')) },
        sdkAppId: 1400000000,
        pauseMilliseconds: 1,
        onFallback: hook,
        onRecovery: hook,
      }),
      retry: { baseMilliseconds: 1, capMilliseconds: 1 },
      fetch: async () => Response.json(answers.shift()),
      onRequest: hook,
      onResponse: hook,
      onRetry: hook,
      onExchange: hook,
      onContractViolation: hook,
    });
    const result = await client.records.get('a-call').result();
    outcomes.push([name, result.ok ? result.response.attempts : result.error.message]);
  }

  const file = createHarFile({ path: join(folder, `${way}.har`), onError: hook });
  // A disk that is full.
  setWriting(() => {
    throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
  });
  const exchange = { startedAt: 0, milliseconds: 1, request: { method: 'POST', url: '/', headers: {} } };
  file.onExchange({ ...exchange, answer: undefined });
  file.close();
  setWriting(writeSync);

  // What fails late has failed after this.
  await new Promise((resolve) => setTimeout(resolve, 30));
  for (const channel of Object.values(channelNames)) unsubscribe(channel, hook);
  console.log(JSON.stringify({ way, outcomes, warnings }));
}
