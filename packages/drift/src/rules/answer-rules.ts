import { answerStatus, mediaType } from '../contract/contract.ts';
import { escapeSegment, expectedTypes } from '../contract/schema-node.ts';
import { pointAtAnswer } from '../findings/difference.ts';
import { others, shownWord } from '../judge/deviations.ts';
import { findApiPath } from '../judge/request.ts';
import { parseMoment } from '../traffic/har-entry.ts';
import type { Rule } from './rule.ts';

const newErrorCode = {
  id: 'new-error-code',
  class: 'additive',
  title: ({ subject, after }) =>
    `${subject} refused with error code ${after}, which is not documented for it`,
  meaning:
    'The client hands it on as an unknown refusal. Code that distinguishes codes needs a branch for it.',
  advice: 'Add the code to errors.yaml, with its meaning once it is known.',
  name: 'New error code',
  about: 'The vendor refused with an error code that is not documented for the operation.',
  detect: {
    exchange: ({ answer: { code }, operation }, tell) => {
      if (code === undefined || code === 0 || operation.codes.has(code) || operation.openCodes.has(code))
        return;
      tell({ pointer: `/${operation.envelope.code}`, after: String(code) });
    },
  },
  reported: ({ rule, operation, word }) =>
    rule === 'undocumented-code' ? { pointer: `/${operation.envelope.code}`, after: word } : undefined,
  pointsAt: ({ after }) => `#/errors/${after}`,
  propose: ({ after, operation }) => {
    const code = Number(after);
    if (!operation || !Number.isSafeInteger(code)) return undefined;
    return { kind: 'add-code', code, operationId: operation.operationId };
  },
  topic: 'code',
  shared: {
    common: ({ pointer }) => ({ pointer }),
    title: (operations, { after }) =>
      `${operations} operations refused with error code ${after}, which is not documented for them`,
    // A code that was not seen may be one of an operation that was not called.
    wasLookedFor: (_, called, { byId }) => [...byId.values()].every(({ subject }) => called.has(subject)),
  },
} as const satisfies Rule;

const statusChanged = {
  id: 'status-changed',
  class: 'breaking',
  title: ({ subject, before, after }) => `${subject} answered with HTTP status ${after} instead of ${before}`,
  meaning: 'The client takes it for a failed connection (HttpStatusError) and does not read the outcome.',
  advice: 'If this persists, add the status to the contract and the client.',
  name: 'HTTP status changed',
  about: 'An answer came with another HTTP status than the contract states.',
  detect: {
    exchange: ({ exchange: { status } }, tell) => {
      if (status !== answerStatus) tell({ before: String(answerStatus), after: String(status) });
    },
  },
  pointsAt: pointAtAnswer,
} as const satisfies Rule;

const contentTypeChanged = {
  id: 'content-type-changed',
  class: 'informational',
  title: ({ subject, before, after }) =>
    `${subject} answered with Content-Type ${after} instead of ${before}`,
  meaning: 'The client reads the body all the same; programs that look at the header may not.',
  advice: 'If this persists, state the type in the contract.',
  name: 'Content type changed',
  about: 'An answer came with another content type than the contract states.',
  detect: {
    exchange: ({ exchange, answer }, tell) => {
      if (answer.code === undefined || exchange.status !== answerStatus) return;
      const after = readEssence(exchange.contentType);
      if (after !== mediaType) tell({ before: mediaType, after });
    },
  },
  pointsAt: ({ operation }) =>
    operation && `${operation.pointer}/responses/${answerStatus}/content/${escapeSegment(mediaType)}`,
} as const satisfies Rule;

const typeAndSubtype = /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/;

/** The media type without its parameters; `none` without a header; never free text. */
function readEssence(contentType: string | undefined): string {
  if (contentType === undefined) return 'none';
  const essence = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  return typeAndSubtype.test(essence) ? essence : 'unreadable';
}

const envelopeBroken = {
  id: 'envelope-broken',
  class: 'breaking',
  title: ({ subject, pointer, before, after }) =>
    `${subject} answered without a readable outcome: ${pointer || 'the body'} is ${after === 'no number' ? 'not a number' : after || 'missing'}, not ${before}`,
  meaning: 'Success cannot be told from failure: every such call fails with a ContractError.',
  advice: 'Look at the whole answer. If this persists, the envelope has changed.',
  name: 'Envelope broken',
  about:
    'The members that every answer has are missing or unreadable, so that success and failure cannot be told apart.',
  detect: {
    exchange: ({ answer: { broken } }, tell) => {
      if (broken) tell(broken);
    },
  },
  reported: ({ rule, operation, pointer, isOutcome, type }) => {
    const isOfValue = rule === 'type' || rule === 'required' || rule === 'range' || rule === 'unlisted-word';
    if (!isOutcome || !isOfValue) return undefined;
    const { node } = pointer === '' ? operation.failure : operation.code;
    const before = expectedTypes(node);
    // Text that is not a number has a type that is right and says nothing.
    const isText = type === 'string' && before.includes('string');
    const after = isText ? 'no number' : type === 'missing' ? '' : type;
    return { pointer, before, after, node };
  },
  pointsAt: ({ node }) => node?.site,
} as const satisfies Rule;

const slowAnswer = {
  id: 'slow-answer',
  class: 'informational',
  title: ({ subject, before }) => `${subject} answered later than the documented ${before}`,
  meaning: 'A client whose timeout is near the documented one loses answers; the default is longer.',
  advice: 'If this persists, raise backendTimeout in the contract.',
  name: 'Slow answer',
  about: 'An answer took longer than the documented time.',
  seen: 'later',
  detect: {
    exchange: ({ exchange: { milliseconds = 0 }, contract }, tell) => {
      const most = contract.backendTimeoutMilliseconds;
      if (milliseconds > most) tell({ before: `${most} ms` });
    },
  },
  pointsAt: () => '#/x-limits/backendTimeout',
} as const satisfies Rule;

const announcedEnd = {
  id: 'announced-end',
  class: 'additive',
  title: ({ subject, pointer, after }) =>
    pointer.endsWith('/sunset')
      ? `${subject} answered with a Sunset header, which announces an end (${after})`
      : `${subject} answered with a Deprecation header, which announces an end (${after})`,
  meaning: 'It still works. It is on its way out, and calls of it fail once it is gone.',
  advice: 'Look for what takes its place, and mark the operation as deprecated in the contract.',
  name: 'End announced',
  about:
    'Answers carry a Deprecation or Sunset header (RFC 9745, RFC 8594): the operation is on its way out.',
  detect: {
    exchange: ({ exchange: { deprecation = '', sunset = '' } }, tell) => {
      if (deprecation === '' && sunset === '') return;
      const headers = { deprecation: notDeprecated.test(deprecation) ? '' : deprecation, sunset };
      for (const [name, value] of Object.entries(headers)) {
        if (value.trim() === '') continue;
        tell({ pointer: `/headers/${name}`, after: readDay(value) });
      }
    },
  },
  pointsAt: ({ operation }) => operation?.pointer,
} as const satisfies Rule;

/** Structured fields have `?0` for false; drafts had `true` and dates in words. */
const notDeprecated = /^\s*(?:\?0|false|)\s*$/i;

/** The day that is named, so that another time of the same day is the same finding. */
function readDay(value: string): string {
  const [, seconds] = /^\s*@(-?\d{1,11})\b/.exec(value) ?? [];
  const moment = seconds === undefined ? parseMoment(value) : Number(seconds) * 1000;
  return Number.isNaN(moment) ? 'no date' : new Date(moment).toISOString().slice(0, 10);
}

/** As many are kept, and as many that came before them. */
const mostIds = 5000;
const longestId = 100;

/** No page says that an id is given once (V1-02): it is what an id of a request is for. */
const requestIdRepeated = {
  id: 'request-id-repeated',
  class: 'informational',
  title: ({ subject }) => `${subject} answered with a request id that another answer has too`,
  meaning: 'Nothing breaks. A ticket that quotes the id does not say which request is meant.',
  advice: 'Look at the answers with the same id. If a cache gives them, go around it; else ask the vendor.',
  name: 'Request id repeated',
  about: 'Two different answers have the same requestId, by which the vendor finds a request.',
  detect: {
    traffic: ({ tallies }) => {
      let answers = new Map<string, number>();
      let earlier = new Map<string, number>();
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
          const known = answers.get(text) ?? earlier.get(text);
          if (known !== undefined && known !== answer) {
            const { sensor, startedAt: at } = exchange;
            tell(operation, { pointer: `/${name}` }, { sensor, at });
          }
          if (known !== undefined) return;
          answers.set(text, answer);
          if (answers.size < mostIds) return;
          earlier = answers;
          answers = new Map();
        },
      };
    },
  },
  pointsAt: () => '#/components/schemas/RequestId',
} as const satisfies Rule;

/** No path of this API has more. */
const mostSegments = 12;

const undocumentedOperation = {
  id: 'undocumented-operation',
  class: 'additive',
  title: ({ subject }) => `The service answered at ${subject}, which is not an operation of the contract`,
  meaning: 'Nothing breaks. There is something that users cannot call with the client yet.',
  advice: "Look for the operation's page, and describe it in the contract.",
  name: 'Undocumented operation',
  about: 'The service answers at a path that is not an operation of the contract.',
  detect: {
    // Any refusal conforms (V1-U-30), in whatever form; only a success says that something is there.
    unknownPath: ({ answer, parts }, tell) => {
      if (answer.code !== 0) return;
      const segments = (findApiPath(parts) ?? '')
        .split('/', mostSegments + 1)
        .map((segment) => (segment === '' ? '' : shownWord(segment)));
      tell((segments.length > mostSegments ? segments.with(-1, others) : segments).join('/'));
    },
  },
  pointsAt: () => '#/paths',
  varies: 'subject',
} as const satisfies Rule;

/** Rules about an answer as a whole, and about what no operation answers. */
export const answerRules = [
  newErrorCode,
  statusChanged,
  contentTypeChanged,
  envelopeBroken,
  slowAnswer,
  announcedEnd,
  requestIdRepeated,
  undocumentedOperation,
] as const satisfies readonly Rule[];
