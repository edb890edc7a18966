import { isObject } from '@trtc-call/reporting/values';
import { findMember, objectForm } from '../contract/schema-node.ts';
import { type Difference, differenceAt, pointAtAnswer } from '../findings/difference.ts';
import { type JudgedExchange, type Members, readAsked } from '../judge/answer.ts';
import type { Rule, Seen, TellAt, Watch } from './rule.ts';

const neverSeen = {
  id: 'never-seen',
  class: 'informational',
  title: ({ subject, pointer }) => `${subject} never answered with ${pointer}, which the contract describes`,
  meaning:
    'Nothing breaks, for nothing promises it. It may be gone, or these exchanges had no occasion for it.',
  advice: 'Record calls that should have it. If it stays away, ask the vendor.',
  name: 'Field never seen',
  about:
    'None of the exchanges had a field that the contract describes as optional. It may be gone, or there was no occasion for it.',
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
  topic: 'field',
} as const satisfies Rule;

const mostIds = 10_000;
const longestId = 100;

/** No page says that an id is given once (V1-02): it is what an id of a request is for. */
const requestIdRepeated = {
  id: 'request-id-repeated',
  class: 'informational',
  title: ({ subject }) => `${subject} answered with a request id that another answer has too`,
  meaning: 'Nothing breaks. A ticket that quotes the id does not say which request is meant.',
  advice: 'Look at the answers with the same id. If a cache gives them, go around it; else ask the vendor.',
  name: 'Request id repeated',
  about: 'Two different answers have the same requestId, by which the vendor finds a request. Look at both.',
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
} as const satisfies Rule;

const writes = ['setCallback', 'updateCallback', 'deleteCallback'];
/** Who changes the configuration in the console is on no record: only what is read soon after counts. In milliseconds. */
const soon = 60_000;

/** What was written last, and when that was over, in milliseconds since 1970. */
interface Written {
  readonly asked: Members;
  readonly until: number;
}

/** What was read otherwise, until no write can have come between any more. */
interface Doubt {
  readonly differences: readonly Difference[];
  readonly until: number;
  readonly seen: Seen;
}

const configurationNotKept = {
  id: 'configuration-not-kept',
  class: 'breaking',
  title: ({ subject, pointer }) => `${subject} answered with another ${pointer} than was set just before`,
  meaning: 'Webhooks go to another address, or others are sent, than the caller has chosen.',
  advice: 'Set and read it again by hand. If the change takes time, say so in the contract.',
  name: 'Configuration not kept',
  about:
    'A callback configuration was set, and another one was read right after it. Set and read it again by hand.',
  // In production other processes may have written in between.
  sensors: ['probes'],
  detect: { traffic: watchConfigurations },
  pointsAt: pointAtAnswer,
} as const satisfies Rule;

/** By app: each has one configuration. */
function watchConfigurations(): Watch {
  const written = new Map<string, Written>();
  const doubts = new Map<string, Doubt>();
  const confirm = (key: string, tell: TellAt) => {
    const doubt = doubts.get(key);
    for (const difference of doubt?.differences ?? []) if (doubt) tell(difference, doubt.seen);
    doubts.delete(key);
  };
  return {
    see(judged, tell) {
      const { operationId } = judged.operation;
      if (operationId !== 'getCallback' && !writes.includes(operationId)) return;
      const { exchange, parts, contract } = judged;
      // The vendor has one app of a number; a service of one's own, behind another host, may have its own.
      const host = contract.hosts.has(parts.host) ? '' : parts.host;
      const key = `${host} ${parts.query.get('sdkappid')?.[0]}`;
      if (writes.includes(operationId)) {
        const doubt = doubts.get(key);
        const isTooLate = doubt && exchange.startedAt !== undefined && exchange.startedAt > doubt.until;
        if (isTooLate) confirm(key, tell);
        doubts.delete(key);
        const now = afterWrite(judged, written.get(key));
        if (now) written.set(key, now);
        else written.delete(key);
      } else if (!doubts.has(key)) {
        const doubt = compareRead(judged, written.get(key));
        if (doubt) doubts.set(key, doubt);
      }
    },
    settle(tell) {
      for (const key of [...doubts.keys()]) confirm(key, tell);
    },
  };
}

/** What is known to be written after this request; undefined where that is unknown. */
function afterWrite(judged: JudgedExchange, before: Written | undefined): Written | undefined {
  const { exchange, operation, answer, mistakes } = judged;
  const { sensor, startedAt, milliseconds } = exchange;
  if (answer.code !== undefined && answer.code !== 0) return before;
  const isKnown = answer.code === 0 && mistakes.length === 0 && sensor === 'probes';
  if (!isKnown || operation.operationId === 'deleteCallback') return undefined;
  if (startedAt === undefined || milliseconds === undefined) return undefined;
  // Of two at the same time either may have been the last.
  if (before && startedAt < before.until) return undefined;
  return { asked: readAsked(exchange), until: startedAt + milliseconds };
}

function compareRead(judged: JudgedExchange, written: Written | undefined): Doubt | undefined {
  const { exchange, operation, answer, mistakes } = judged;
  const { sensor, startedAt, milliseconds = 0 } = exchange;
  const data = answer.body?.[operation.envelope.data];
  if (!written || answer.code !== 0 || mistakes.length > 0 || !isObject(data)) return undefined;
  if (sensor !== 'probes' || startedAt === undefined) return undefined;
  if (startedAt < written.until || startedAt > written.until + soon) return undefined;
  const { address, commands } = operation.names;
  const [url, list] = [written.asked[address], written.asked[commands]];
  const [urlNow, listNow] = [data[address], data[commands]];
  const words = findMember(objectForm(operation.data), commands)?.items?.enum ?? [];
  const isOther = typeof url === 'string' && typeof urlNow === 'string' && urlNow !== url;
  const isOtherList = Array.isArray(list) && Array.isArray(listNow) && !isSameList(list, listNow, words);
  const differences = [...(isOther ? [address] : []), ...(isOtherList ? [commands] : [])].map((name) =>
    differenceAt(operation, { pointer: `/${operation.envelope.data}/${name}` }),
  );
  if (differences.length === 0) return undefined;
  return { differences, until: startedAt + milliseconds, seen: { sensor, at: startedAt } };
}

// Whatever the order, and whether a word that was given twice is kept twice (V1-U-16). Whether words that no list has
// are kept is open (V1-U-17, V4-U-17).
function isSameList(asked: readonly unknown[], got: readonly unknown[], words: readonly unknown[]): boolean {
  const lost = asked.filter((word) => words.includes(word) && !got.includes(word));
  return lost.length === 0 && got.every((word) => asked.includes(word));
}

/** Rules about several exchanges together. */
export const trafficRules = [
  neverSeen,
  requestIdRepeated,
  configurationNotKept,
] as const satisfies readonly Rule[];
