import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One of the four ways of CONTRIBUTING: the files that a reader is sent to, and those of which a function ran. */
export interface Way {
  readonly named: number;
  readonly ran: number;
  /** Such as `client 29, reporting 1`. */
  readonly 'ran by part': string;
}

// A way is gone once before it is watched: what is only made at the start is not part of it.
const program = `
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Session } from 'node:inspector/promises';
import { createTrtcCallClient } from '@trtc-call/client';
import { checkDrift, fileSource, renderTerminal } from '@trtc-call/drift';
import { startMock } from '@trtc-call/mock';
import { createReceiver } from '@trtc-call/webhooks';
import { createWebhook } from '@trtc-call/webhooks/send';
const mock = await startMock({ port: 0 });
const { sdkAppId, secretKey, url: region } = mock;
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true });
async function watch(go) {
  await go();
  await session.post('Profiler.takePreciseCoverage');
  await go();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  const hasRun = ({ functionName, ranges: [whole] }) => functionName !== '' && whole.count > 0;
  return result.filter(({ functions }) => functions.some(hasRun)).map(({ url }) => url);
}
const client = createTrtcCallClient({ generation: 'v1', sdkAppId, secretKey, region });
const { callId } = mock.records.add({});
const call = await watch(() => client.records.get(callId));
const check = async () => renderTerminal(await checkDrift({ sources: [fileSource(process.argv[1])] }));
const exchange = await watch(check);
const receiver = createReceiver({ sdkAppId, on: { normal_end() {} } });
const server = createServer(receiver.node).listen(0, '127.0.0.1');
await once(server, 'listening');
const hooks = 'http://127.0.0.1:' + server.address().port + '/hooks';
const events = [1, 2].map((at) => createWebhook({ command: 'normal_end', sdkAppId, at }));
const receive = async () => {
  const { query, body } = events.pop();
  const answer = await fetch(hooks + '?' + new URLSearchParams(query), { method: 'POST', body: JSON.stringify(body) });
  if ((await answer.json()).ErrorCode !== 0) throw new Error('the webhook was not acknowledged');
};
console.log(JSON.stringify({ call, exchange, webhook: await watch(receive) }));
process.exit();
`;

/**
 * Goes the four ways: a call, a request to the mock, the exchanges of a file to the printed report, and a webhook.
 *
 * @param har - a file of exchanges
 */
export function measureWays(root: string, har: string): Readonly<Record<string, Way>> {
  const args = ['--input-type=module', '--eval', program, har];
  const options = { cwd: join(root, 'packages/cli'), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
  if (status !== 0) throw new Error(`the four ways could not be gone:\n${stderr}`);
  const { call, exchange, webhook }: Record<'call' | 'exchange' | 'webhook', string[]> = JSON.parse(stdout);
  const named = countNamed(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8'));
  const isOfMock = (url: string) => url.includes('/packages/mock/');
  const ran = [call.filter((url) => !isOfMock(url)), call.filter(isOfMock), exchange, webhook];
  return Object.fromEntries(named.map(([title, count], at) => [title, describe(count, ran[at] ?? [])]));
}

/** The titles of the four ways, and how many files each names. */
export function countNamed(contributing: string): [title: string, files: number][] {
  const [, section = ''] = contributing.split('\n## Four ways to walk\n');
  const [ways = ''] = section.split('\n## ');
  return ways
    .split(/\n(?=\*\*)/)
    .slice(1)
    .map((way) => {
      const [, title = ''] = /^\*\*(.*?)\*\*/.exec(way) ?? [];
      // A reader follows one generation.
      return [title, new Set(way.match(/`(?!v4\/)[\w/<>-]+\.ts`/g)).size];
    });
}

function describe(named: number, urls: readonly string[]): Way {
  const parts = urls.flatMap((url) => /(?:packages\/)?([\w-]+)\/src\/(?!generated)/.exec(url)?.[1] ?? []);
  const groups = Object.entries(Object.groupBy(parts, (part) => part));
  const byPart = groups.map(([part, files = []]) => `${part} ${files.length}`).join(', ');
  return { named, ran: parts.length, 'ran by part': byPart };
}
