import { differenceAt } from '../findings/difference.ts';
import type { Rule } from './rule.ts';

export const neverSeen = {
  id: 'never-seen',
  class: 'informational',
  title: ({ subject, pointer }) => `${subject} never answered with ${pointer}, which the contract describes`,
  meaning:
    'Nothing breaks, for nothing promises it. It may be gone, or these exchanges had no occasion for it.',
  advice: 'Record calls that should have it. If it stays away, ask the vendor.',
  help: {
    title: 'Field never seen',
    text: 'None of the exchanges had a field that the contract describes as optional. It may be gone, or there was no occasion for it.',
  },
  sensors: ['probes', 'production'],
  detect: {
    traffic: ({ tallies, neverSeenAfter }) => ({
      sum(tell) {
        for (const { operation, seen, successes, blamed, judged } of tallies) {
          // Its exchanges may be of several sensors; it is of those that took part.
          const [sensor = 'probes'] = judged.keys();
          const { data } = operation;
          // Where any code may stand for a hidden state, only missing successes show a new requirement.
          const hasNoSuccess = data && successes === 0 && blamed >= neverSeenAfter;
          const never = hasNoSuccess
            ? [{ pointer: data.at, node: data, exchanges: blamed }]
            : seen.neverSeen(neverSeenAfter);
          for (const { pointer, node, exchanges: count } of never) {
            tell(differenceAt(operation, { pointer, node }), { sensor, at: undefined, count });
          }
        }
      },
    }),
  },
  pointsAt: ({ node }) => node?.site,
  propose: 'a person decides',
  topic: 'field',
} as const satisfies Rule;
