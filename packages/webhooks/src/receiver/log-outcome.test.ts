import { findObeyed, hostileTexts } from '@trtc-call/rendering/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { UnknownEvent } from '../events/webhook-event.ts';
import { logOutcome } from './log-outcome.ts';
import type { Outcome } from './outcome.ts';

const unknownEvent = (text: string): UnknownEvent => ({
  family: 'unknown',
  command: '*',
  word: text,
  misfits: [],
  sdkappid: 1,
  fingerprint: text,
  raw: { query: {}, body: {} },
});

test('no text of a sender, a handler or a store is obeyed where the log is read', () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => logged.mockRestore());
  for (const text of hostileTexts) {
    const outcomes: Outcome[] = [
      { outcome: 'refused', code: 'wrong-query', detail: text, body: undefined, query: text },
      { outcome: 'unreadable', key: text, payload: text },
      { outcome: 'failed', event: unknownEvent(text), error: new Error(text), acknowledged: true },
      { outcome: 'unavailable', event: unknownEvent(text), of: 'store', error: text },
      { outcome: 'claim-lost', event: unknownEvent(text) },
    ];
    for (const outcome of outcomes) logOutcome(outcome);
  }
  expect(logged).toHaveBeenCalledTimes(5 * hostileTexts.length);
  for (const [line] of logged.mock.calls) {
    expect(findObeyed(String(line))).toEqual([]);
    expect(line).not.toContain('\n');
  }
});
