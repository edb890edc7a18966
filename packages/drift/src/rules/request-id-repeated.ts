import { differenceAt } from '../findings/difference.ts';
import type { Rule } from './rule.ts';

/** So many ids are remembered. */
const mostIds = 10_000;
/** Longer ones are not. */
const longestId = 100;

/** No page says that an id is given once (V1-02): it is what an id of a request is for. */
export const requestIdRepeated = {
  id: 'request-id-repeated',
  class: 'informational',
  title: ({ subject }) => `${subject} answered with a requestId that another answer has too`,
  meaning: 'Nothing breaks. A ticket that quotes the id does not say which request is meant.',
  advice: 'Look at the answers with the same id. If a cache gives them, go around it; else ask the vendor.',
  help: {
    title: 'Request id repeated',
    text: 'Two different answers have the same requestId, by which the vendor finds a request. Look at both.',
  },
  sensors: ['probes', 'production'],
  detect: {
    traffic: () => {
      const answers = new Map<string, string>();
      return {
        see({ exchange, operation, answer: { code, body, unjudged } }, tell) {
          const id = body?.requestId;
          if (unjudged !== undefined || (typeof id !== 'string' && !Number.isInteger(id))) return;
          const name = String(id);
          if (name.length > longestId) return;
          // The same answer may be on record twice, by a client and by a proxy.
          const answer = `${operation.operationId} ${code} ${exchange.answerBody?.length}`;
          const known = answers.get(name);
          if (known !== undefined && known !== answer) {
            tell(differenceAt(operation, { pointer: '/requestId' }), {
              sensor: exchange.sensor,
              at: exchange.startedAt,
            });
          }
          if (known !== undefined) return;
          answers.set(name, answer);
          const [oldest] = answers.keys();
          if (answers.size > mostIds && oldest !== undefined) answers.delete(oldest);
        },
      };
    },
  },
  pointsAt: () => '#/components/schemas/RequestId',
  propose: 'a person decides',
} as const satisfies Rule;
