import { differenceAt } from '../findings/difference.ts';
import type { Rule } from './rule.ts';

const mostIds = 10_000;
const longestId = 100;

/** No page says that an id is given once (V1-02): it is what an id of a request is for. */
export const requestIdRepeated = {
  id: 'request-id-repeated',
  class: 'informational',
  title: ({ subject }) => `${subject} answered with a request id that another answer has too`,
  meaning: 'Nothing breaks. A ticket that quotes the id does not say which request is meant.',
  advice: 'Look at the answers with the same id. If a cache gives them, go around it; else ask the vendor.',
  help: {
    title: 'Request id repeated',
    text: 'Two different answers have the same requestId, by which the vendor finds a request. Look at both.',
  },
  sensors: ['probes', 'production'],
  detect: {
    traffic: ({ tallies }) => {
      const answers = new Map<string, number>();
      const operations = tallies.map((tally) => tally.operation);
      return {
        see({ exchange, operation, answer: { code, body, unjudged } }, tell) {
          const name = operation.envelope.requestId;
          const id = body?.[name];
          if (unjudged !== undefined || (typeof id !== 'string' && !Number.isInteger(id))) return;
          const text = String(id);
          if (text.length > longestId) return;
          // The same answer may be on record twice, by a client and by a proxy.
          const length = exchange.answerBody?.length ?? 0;
          const answer = (length * 100_000 + Number(code)) * 10 + operations.indexOf(operation);
          const known = answers.get(text);
          if (known !== undefined && known !== answer) {
            tell(differenceAt(operation, { pointer: `/${name}` }), {
              sensor: exchange.sensor,
              at: exchange.startedAt,
            });
          }
          if (known !== undefined) return;
          answers.set(text, answer);
          if (answers.size <= mostIds) return;
          for (const oldest of answers.keys()) {
            answers.delete(oldest);
            break;
          }
        },
      };
    },
  },
  pointsAt: () => '#/components/schemas/RequestId',
  propose: 'a person decides',
} as const satisfies Rule;
