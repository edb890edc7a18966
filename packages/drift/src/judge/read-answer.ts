import { answerStatus, type OperationContract } from '../contract/contract.ts';
import { getJsonType, isObject } from '../contract/json-type.ts';
import { parseBody, tooLarge } from '../contract/parse-body.ts';
import type { SchemaNode } from '../contract/schema-node.ts';
import type { Exchange } from '../traffic/exchange.ts';
import { compare, expectedTypes } from './compare.ts';
import { Deviations } from './deviations.ts';
import type { Answer } from './judged-exchange.ts';

/** Why a request without an answer could not be judged. */
export const noAnswer = 'no answer came';

/** Something between client and service says so, not the service: the contract excepts a network that fails. */
const gatewayStatuses = [502, 503, 504];

/** Reads an answer as far as it can be read. */
export function readAnswer(exchange: Exchange, operation: OperationContract): Answer {
  const { status, answerBody } = exchange;
  if (status === 0) return unjudged(noAnswer);
  if (gatewayStatuses.includes(status)) return unjudged(`a gateway answered with HTTP status ${status}`);
  // A client does not read the body of another status, which says enough by itself.
  const isRight = status === answerStatus;
  if (answerBody === undefined)
    return isRight ? unjudged('the body of the answer is not on record') : unreadable;
  const answer = readEnvelope(answerBody, operation);
  if (answer === 'too large') return isRight ? unjudged(tooLarge) : unreadable;
  // An error page under another status is one difference, not two.
  return answer.broken && !isRight ? unreadable : answer;
}

const unreadable: Answer = { code: undefined };

function unjudged(reason: string): Answer {
  return { code: undefined, unjudged: reason };
}

/** Reads the envelope; only what makes the outcome unreadable breaks it. */
function readEnvelope(text: string, { failure: whole }: OperationContract): Answer | 'too large' {
  if (text.trim() === '') return broken('', whole, 'object', 'empty');
  const parsed = parseBody(text);
  if (parsed.problem === 'too large') return parsed.problem;
  if (parsed.problem !== undefined) return broken('', whole, 'object', parsed.problem);
  const body = parsed.value;
  if (!isObject(body)) return broken('', whole, 'object', getJsonType(body));
  const node = whole.members?.get('errorCode');
  if (!node) throw new TypeError('The contract states no errorCode.');
  const { errorCode } = body;
  if (errorCode === undefined) return broken(node.at, node, expectedTypes(node), '', body);
  const found = new Deviations();
  compare(errorCode, node, found);
  if (found.list.length === 0) return { code: Number(errorCode), body };
  // Text that is not a number has a type that is right and says nothing.
  const after = typeof errorCode === 'string' ? 'no number' : getJsonType(errorCode);
  return broken(node.at, node, expectedTypes(node), after, body);
}

function broken(
  pointer: string,
  node: SchemaNode,
  before: string,
  after: string,
  body?: Record<string, unknown>,
): Answer {
  return { code: undefined, broken: { pointer, node, before, after }, ...(body && { body }) };
}
