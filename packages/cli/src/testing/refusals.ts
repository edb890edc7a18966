import { type RunningMock, startMock } from '@trtc-call/mock';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { canaryKey, toEnvironment } from './set-up.ts';

/** A command line, what it prints, and changes of its environment; null for an empty one. */
export type Row = [
  line: string | string[],
  says: string | RegExp,
  environment?: Record<string, string> | null,
];

/** Tries each line; the mock beside it must see no request. */
export function testRefusals(refused: readonly Row[]): void {
  let mock: RunningMock;
  beforeAll(async () => {
    mock = await startMock({ secretKey: canaryKey });
    return () => mock.close();
  });
  afterEach(() => mock.reset());

  test.each(refused)(
    'trtc-call %s exits 2 before anything is sent, and says: %s',
    async (line, says, over = {}) => {
      const environment = over === null ? {} : { TZ: 'UTC', ...toEnvironment(mock), ...over };
      const { exitCode, stdout, stderr } = await runCli(line, environment);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      // Messages of the parser have a second line.
      expect(stderr).toMatch(/^(error: |trtc-call: [^\n]+\n$)/);
      expect(stderr).toMatch(says);
      expect(stderr).not.toContain('s3cret');
      expect(stderr).not.toContain(canaryKey);
      expect(mock.requests).toEqual([]);
    },
  );
}
