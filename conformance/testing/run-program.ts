import { text } from 'node:stream/consumers';
import { runConformance } from '../run-conformance.ts';

const write = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);

try {
  const options = JSON.parse(await text(process.stdin));
  write({ report: await runConformance({ ...options, onResult: ({ id }) => write({ result: id }) }) });
} catch (error) {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  write({ error: { name, message, code: error instanceof Error ? Reflect.get(error, 'code') : undefined } });
  process.exitCode = 2;
}
