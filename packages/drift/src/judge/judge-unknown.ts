import type { Contract } from '../contract/contract.ts';
import type { Exchange } from '../exchanges/exchange.ts';
import type { Evidence } from '../findings/evidence.ts';
import { others, shownWord } from './deviation.ts';
import { apiPathOf, isThisApi } from './is-this-api.ts';
import { judgeAnswer } from './judge-answer.ts';
import type { RequestParts } from './request-parts.ts';
import { SeenFields } from './seen-fields.ts';

/** What an exchange says whose path the contract does not have. */
export interface UnknownJudgement {
  readonly unjudged?: string;
  readonly evidence?: Evidence;
}

/** No path of this API has more. */
const mostSegments = 12;

/** Tells an operation that nobody has documented; a request to another service is none. */
export function judgeUnknown(exchange: Exchange, parts: RequestParts, contract: Contract): UnknownJudgement {
  const path = apiPathOf(parts);
  if (path === undefined || !isThisApi(parts, contract, exchange.answerBody)) {
    return { unjudged: 'a request to another service' };
  }
  const [operation] = contract.operations.values();
  if (!operation) return {};
  // Any refusal conforms (V1-U-30), in whatever form; only a success says that something is there.
  const { code } = judgeAnswer(exchange, operation, () => {}, new SeenFields());
  if (code !== 0) return {};
  const segments = path
    .split('/', mostSegments + 1)
    .map((segment) => (segment === '' ? '' : shownWord(segment)));
  const subject = (segments.length > mostSegments ? segments.with(-1, others) : segments).join('/');
  const fingerprint = {
    rule: 'undocumented-operation',
    subject,
    pointer: '',
    before: '',
    after: '',
  } as const;
  return { evidence: { fingerprint, operationId: undefined, site: '#/paths' } };
}
