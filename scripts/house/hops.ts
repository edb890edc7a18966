import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One of the three ways of CONTRIBUTING: the files that a reader is sent to, and those of which a function ran. */
export interface Way {
  readonly named: number;
  readonly ran: number;
  /** Such as `client 29, reporting 1`. */
  readonly 'ran by part': string;
}

// A way is gone once before it is watched: what is only made at the start is not part of it.
const program = `
import { Session } from 'node:inspector/promises';
import { createTrtcCallClient } from '@trtc-call/client';
import { checkDrift, fileSource, renderTerminal } from '@trtc-call/drift';
import { startMock } from '@trtc-call/mock';
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
console.log(JSON.stringify({ call, exchange: await watch(check) }));
process.exit();
`;

/**
 * Goes the three ways: a call, a request to the mock, and the exchanges of a file to the printed report.
 *
 * @param har - a file of exchanges
 */
export function measureWays(root: string, har: string): Readonly<Record<string, Way>> {
  const args = ['--input-type=module', '--eval', program, har];
  const options = { cwd: join(root, 'packages/cli'), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
  if (status !== 0) throw new Error(`the three ways could not be gone:\n${stderr}`);
  const { call, exchange }: Record<'call' | 'exchange', string[]> = JSON.parse(stdout);
  const named = countNamed(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8'));
  const isOfMock = (url: string) => url.includes('/packages/mock/');
  const ran = [call.filter((url) => !isOfMock(url)), call.filter(isOfMock), exchange];
  return Object.fromEntries(named.map(([title, count], at) => [title, describe(count, ran[at] ?? [])]));
}

/** The titles of the three ways, and how many files each names. */
export function countNamed(contributing: string): [title: string, files: number][] {
  const [, section = ''] = contributing.split('\n## Three ways to walk\n');
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
