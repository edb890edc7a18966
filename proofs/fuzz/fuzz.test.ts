import { expect, test } from 'vitest';
import { fuzzReceiver } from './main.ts';

test('4,000 generated requests are answered; `npm run fuzz` sends a million', async () => {
  const { outcomes } = await fuzzReceiver(4000);
  // What is generated reaches every part.
  const reached = ['handled', 'duplicate', 'not-json', 'unknown-shape', 'wrong-query', 'wrong-content-type'];
  for (const outcome of reached) expect(outcomes[outcome], outcome).toBeGreaterThan(50);
});
