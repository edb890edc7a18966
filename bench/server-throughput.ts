import { createRequire } from 'node:module';
import { join } from 'node:path';
import { measureShots } from './load.ts';
import { sampleCall } from './sample-call.ts';
import { startOurServer, startServer } from './servers/start.ts';

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
  const shots = {
    bare: { url: `${servers.bare.line}${path}`, body },
    mock: { url: `${servers.mock.line}${path}`, body },
    mockV4: { url: `${servers.mock.line}${v4.path}`, body: v4.body },
    prism: { url: `${addressIn(servers.prism.line)}${path}`, body },
  };
  try {
    const measure = await measureShots(shots, rounds, secondsEach);
    return {
      mock: measure(({ mock }) => mock),
      mockV4: measure(({ mockV4 }) => mockV4),
      prism: measure(({ prism }) => prism),
      bare: measure(({ bare }) => bare),
    };
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
  }
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
