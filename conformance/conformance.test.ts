import { afterAll, expect, test } from 'vitest';
import { isRunnable } from './requirements/requirement.ts';
import { suite } from './requirements/v1/index.ts';
import { describeItem } from './run/describe-item.ts';
import { runItem } from './run/run-item.ts';
import { openTarget } from './targets/v1/open-target.ts';

const target = await openTarget({ target: 'mock' }, new AbortController().signal);
afterAll(() => target.release());

// The same suite that users run against their targets.
for (const item of [...suite.requirements, ...suite.observations].filter(isRunnable)) {
  const { id, level, sentence } = describeItem(item);
  test.concurrent(`${id} ${level} ${sentence}`, async () => {
    const { verdict, reason, failure } = await runItem(item, () => target.open(item));
    expect(verdict, reason ?? failure?.message).toMatch(/^(pass|observed)$/);
  });
}
