import { differenceAt } from '../findings/difference.ts';
import { RateLimitDetectors } from '../judge/rate-limit-detector.ts';
import { isExplained } from '../judge/request.ts';
import type { Rule } from './rule.ts';

export const rateLimitLower = {
  id: 'rate-limit-lower',
  class: 'breaking',
  title: ({ subject, before }) =>
    `${subject} refused requests for the rate although fewer than ${before} were sent`,
  meaning: "The client's limiter lets more through than the service takes: calls wait, are retried, or fail.",
  advice: 'Measure the rate with `--exhaust-rate-limit`, then lower x-rate-limit in the contract.',
  help: {
    title: 'Rate limit lower than documented',
    text: 'Requests were refused for their rate although fewer were sent than the contract allows. Measure the rate, then lower it in the contract.',
  },
  seen: 'fewer',
  // In production other processes may have used up the rate.
  sensors: ['probes'],
  detect: {
    traffic: ({ tallies }) => {
      const detectors = new Map(
        tallies.map(({ operation }) => [operation, new RateLimitDetectors(operation)]),
      );
      return {
        see({ exchange, parts, operation, answer: { code, unjudged }, mistakes }, tell) {
          const { sensor, startedAt } = exchange;
          if (sensor !== 'probes' || startedAt === undefined || unjudged !== undefined) return;
          const isRateCode = code !== undefined && code === operation.mistakes.get('rate-exceeded')?.answer;
          const app = parts.query.get('sdkappid')?.[0] ?? '';
          const wasRefused = isRateCode && !isExplained(code, mistakes, operation);
          for (const at of detectors.get(operation)?.note(app, startedAt, wasRefused) ?? []) {
            tell(lowerRate(operation), { sensor, at });
          }
        },
        settle(tell) {
          for (const [operation, detector] of detectors) {
            for (const at of detector.end()) tell(lowerRate(operation), { sensor: 'probes', at });
          }
        },
      };
    },
  },
  pointsAt: ({ operation }) => operation && `${operation.pointer}/x-rate-limit/requests`,
  propose: 'a person decides',
  topic: 'rate',
} as const satisfies Rule;

function lowerRate(operation: Parameters<typeof differenceAt>[0]) {
  const { requests, perSeconds } = operation.rateLimit;
  return differenceAt(operation, { before: `${requests}/${perSeconds}s` });
}
