import { createRequire } from 'node:module';
import { join } from 'node:path';
import { requestsPerSecond, type Shot } from './load.ts';
import { median } from './measure.ts';
import { sampleCall } from './sample-call.ts';
import { type Server, startOurServer, startServer } from './servers/start.ts';

/** Requests per second of the three servers, the median of the rounds; of the mock in each generation. */
export interface Throughput {
  mock: number;
  mockV4: number;
  prism: number;
  bare: number;
}

/** Loads mock, `prism mock` and a bare node:http server in turn, `rounds` times, with the same request. */
export async function serverThroughput(rounds: number, secondsEach: number): Promise<Throughput> {
  const { path, body, answer } = await sampleCall();
  const v4 = await sampleCall('v4');
  const starts = {
    mock: startOurServer('mock'),
    prism: startServer(prismArguments(), (line) => line.includes('Prism is listening')),
    bare: startOurServer('bare', answer),
  };
  const servers = { mock: await starts.mock, prism: await starts.prism, bare: await starts.bare };
  const shots: Record<keyof Throughput, Shot> = {
    mock: { url: `${servers.mock.line}${path}`, body },
    mockV4: { url: `${servers.mock.line}${v4.path}`, body: v4.body },
    prism: { url: `${addressIn(servers.prism.line)}${path}`, body },
    bare: { url: `${servers.bare.line}${path}`, body },
  };
  try {
    return await measure(shots, rounds, secondsEach);
  } finally {
    await Promise.all(Object.values(servers).map((server: Server) => server.stop()));
  }
}

async function measure(
  shots: Record<keyof Throughput, Shot>,
  rounds: number,
  seconds: number,
): Promise<Throughput> {
  const seen: Record<keyof Throughput, number[]> = { mock: [], mockV4: [], prism: [], bare: [] };
  const names = ['bare', 'mock', 'mockV4', 'prism'] as const;
  for (const name of names) await requestsPerSecond(shots[name], 1);
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) seen[name].push(await requestsPerSecond(shots[name], seconds));
  }
  const { mock, mockV4, prism, bare } = seen;
  return { mock: median(mock), mockV4: median(mockV4), prism: median(prism), bare: median(bare) };
}

function prismArguments(): string[] {
  const resolve = createRequire(import.meta.url).resolve;
  const main = join(resolve('@stoplight/prism-cli/package.json'), '../dist/index.js');
  return [main, 'mock', resolve('@trtc-call/spec/v1/openapi.json'), '-p', '0', '-h', '127.0.0.1'];
}

function addressIn(line: string): string {
  const address = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
  if (!address) throw new Error(`no address in: ${line}`);
  return address;
}
