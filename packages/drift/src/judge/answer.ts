import { barrierStatuses, gatewayStatuses, isObject } from '@trtc-call/reporting/values';
import { answerStatus, type Contract, type OperationContract } from '../contract/contract.ts';
import { expectedTypes, getJsonType, type SchemaNode } from '../contract/schema-node.ts';
import type { Sensor } from '../findings/difference.ts';
import { type Exchange, notJson, parseBody, tooLarge } from '../traffic/exchange.ts';
import { type Deviation, Deviations, SeenFields } from './deviations.ts';
import type { Members, Refusal, RequestBody, RequestParts, SeenMistake } from './request.ts';

export interface JudgedExchange {
  readonly exchange: Exchange;
  readonly parts: RequestParts;
  readonly request: RequestBody;
  readonly operation: OperationContract;
  readonly contract: Contract;
  readonly answer: Answer;
  /** What the contract calls a mistake in the request; none where the outcome cannot be read. */
  readonly mistakes: readonly SeenMistake[];
  /** Undefined for a success, and where the code says nothing. */
  readonly refusal: Refusal | undefined;
  /** Undefined where the answer has none that can be compared. */
  readonly records: Records | undefined;
}

/** An answer's body, read as far as it can be. */
export interface Answer {
  /** Undefined where the outcome cannot be read. */
  readonly code: number | undefined;
  /** Why it cannot be compared with the contract, where the service is not to blame. */
  readonly unjudged?: string;
  /** What answered, if the service is out where every request got the same. A single one is a finding. */
  readonly outage?: string | undefined;
  /** Where it is an object, its members can be looked at. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** What is wrong with what stands around the data: nothing can be said of the rest then. */
  readonly broken?: BrokenEnvelope;
}

interface BrokenEnvelope {
  readonly pointer: string;
  readonly node: SchemaNode;
  readonly before: string;
  readonly after: string;
}

const empty = 'empty';

export function readAnswer(exchange: Exchange, operation: OperationContract, contract: Contract): Answer {
  const { status, answerBody } = exchange;
  if (status === 0) return unjudged('no answer came');
  // Something between client and service says so, not the service: the contract excepts a network that fails.
  if (gatewayStatuses.includes(status)) return unjudged(`a gateway answered with HTTP status ${status}`);
  // A client does not read the body of another status, which says enough by itself.
  const isRight = status === answerStatus;
  if (answerBody === undefined)
    return isRight ? unjudged('the body of the answer is not on record') : answerByStatus(status);
  const answer = readEnvelope(answerBody, operation);
  if (answer === 'too large') return isRight ? unjudged(tooLarge) : answerByStatus(status);
  // An error page under another status is one difference, not two.
  if (answer.broken && !isRight) return answerByStatus(status, answer);
  const outage = findOutage(answer, contract);
  return outage === undefined ? answer : { ...answer, outage };
}

function answerByStatus(status: number, { broken }: Pick<Answer, 'broken'> = {}): Answer {
  if (barrierStatuses.includes(status))
    return unjudged(`a proxy or a firewall answered with HTTP status ${status}`);
  const isOutage = status >= 500 || isPage(broken);
  return { code: undefined, ...(isOutage && { outage: `HTTP status ${status}` }) };
}

function isPage(broken: BrokenEnvelope | undefined): boolean {
  return broken?.after === notJson || broken?.after === empty;
}

/** Of an answer under the right status. */
function findOutage({ code, broken }: Answer, { statements }: Contract): string | undefined {
  if (isPage(broken)) return 'a page that is not JSON';
  if (code === undefined || code === 0) return undefined;
  const listed = statements.errorCodes.find((entry) => entry.code === code);
  return (listed ?? statements.otherErrorCode).possiblyApplied ? `error code ${code}` : undefined;
}

function unjudged(reason: string): Answer {
  return { code: undefined, unjudged: reason };
}

function readEnvelope(text: string, operation: OperationContract): Answer | 'too large' {
  const { failure, code: outcome, envelope } = operation;
  const whole = failure.node;
  if (text.trim() === '') return broken('', whole, 'object', empty);
  const parsed = parseBody(text);
  if (parsed.problem === 'too large') return parsed.problem;
  if (parsed.problem !== undefined) return broken('', whole, 'object', parsed.problem);
  const body = parsed.value;
  if (!isObject(body)) return broken('', whole, 'object', getJsonType(body));
  const { node, validator } = outcome;
  const code = Object.hasOwn(body, envelope.code) ? body[envelope.code] : undefined;
  if (code === undefined) return broken(node.at, node, expectedTypes(node), '', body);
  const found = new Deviations();
  validator.visit(code, found);
  if (found.list.length === 0) return { code: Number(code), body };
  // Text that is not a number has a type that is right and says nothing.
  const isText = typeof code === 'string' && expectedTypes(node).includes('string');
  return broken(node.at, node, expectedTypes(node), isText ? 'no number' : getJsonType(code), body);
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

/** Where the values of an answer differ from their schema. What it has is noted where it is a success. */
export function compareAnswer(
  { answer, operation }: JudgedExchange,
  seen: SeenFields,
  configured: ReadonlySet<unknown>,
): readonly Deviation[] {
  const { code, body, broken } = answer;
  if (!body) return [];
  const deviations = new Deviations(code === 0 ? seen : undefined);
  (code === 0 ? operation.success : operation.failure).validator.visit(body, deviations);
  if (deviations.list.length === 0) return deviations.list;
  const { outcome } = operation.envelope;
  return deviations.list.filter(({ pointer, value }) => {
    // A broken envelope is one finding; the word beside the code cannot be judged then.
    const isWord = outcome && pointer === `/${outcome.name}` && value === outcome.success;
    if (pointer === broken?.pointer || (broken && isWord)) return false;
    // A word that a caller configured comes back from the service, and is not one of its own.
    return !(pointer.endsWith(`/${operation.names.commands}/*`) && configured.has(value));
  });
}

/** What the exchanges of one operation add up to. */
export class OperationTally {
  readonly operation: OperationContract;
  readonly seen = new SeenFields();
  exchanges = 0;
  successes = 0;
  refusals = 0;
  /** Judged exchanges by sensor. */
  readonly judged = new Map<Sensor, number>();
  /** Right requests that were refused as if something were wrong with them. */
  blamed = 0;

  constructor(operation: OperationContract) {
    this.operation = operation;
  }

  add({ exchange: { sensor }, answer, mistakes }: JudgedExchange): void {
    this.exchanges += 1;
    const { code, unjudged } = answer;
    if (unjudged !== undefined) return;
    this.judged.set(sensor, (this.judged.get(sensor) ?? 0) + 1);
    if (code === 0) this.successes += 1;
    else this.refusals += 1;
    const isBlamed = code !== undefined && mistakes.length === 0 && this.operation.requestCodes.has(code);
    if (isBlamed) this.blamed += 1;
  }
}

/** In seconds the year 5138, in milliseconds 1973: no call was at either. */
const mostSeconds = 1e11;

export function isSeconds(time: number): boolean {
  return time <= mostSeconds;
}

export interface Records {
  readonly data: Members;
  readonly list: readonly Members[];
  /** JSON Pointer of each, and of the data. */
  readonly at: string;
  readonly dataAt: string;
  /** The name of the list in the data, where they are a page of one. */
  readonly page: string | undefined;
}

// The records of an answer; undefined where the operation answers with none or did not succeed, or the request has a
// mistake: what was asked by mistake may be answered otherwise.
export function readRecords(
  answer: Answer,
  mistakes: readonly SeenMistake[],
  operation: OperationContract,
): Records | undefined {
  const { envelope, names, operationId } = operation;
  const path = names.records[operationId];
  const data = answer.body?.[envelope.data];
  if (answer.code !== 0 || mistakes.length > 0 || !path || !isObject(data)) return undefined;
  const dataAt = `/${envelope.data}`;
  const at = [dataAt, ...path].join('/');
  const [name] = path;
  const within = name === undefined ? data : data[name];
  const isPage = path.includes('*');
  const list: readonly unknown[] = isPage ? (Array.isArray(within) ? within : []) : [within];
  return { data, list: list.filter(isObject), at, dataAt, page: isPage ? name : undefined };
}
