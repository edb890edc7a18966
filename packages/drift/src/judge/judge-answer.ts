import { answerStatus, mediaType, type OperationContract } from '../contract/contract.ts';
import { tooLarge } from '../contract/parse-body.ts';
import { escapeSegment, type SchemaNode } from '../contract/schema-node.ts';
import type { Exchange } from '../exchanges/exchange.ts';
import type { Evidence } from '../findings/evidence.ts';
import type { RuleId } from '../findings/finding.ts';
import { compare } from './compare.ts';
import { Deviations } from './deviation.ts';
import { readAnswer } from './envelope.ts';
import type { SeenFields } from './seen-fields.ts';

/** What an answer is, apart from what is wrong with it. */
export interface AnswerReading {
  /** Undefined where the outcome cannot be read. */
  readonly code: number | undefined;
  /** Of an outcome that can be read. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Why it cannot be held against the contract, where that is nobody's fault. */
  readonly unjudged?: string;
}

/** Why a request without an answer could not be judged. */
export const noAnswer = 'no answer came';

/** Something between client and service says so, not the service: the contract excepts a network that fails. */
const gatewayStatuses = [502, 503, 504];

/** Compares an answer with what the operation is documented to answer. */
export function judgeAnswer(
  exchange: Exchange,
  operation: OperationContract,
  tell: (evidence: Evidence) => void,
  seen: SeenFields,
): AnswerReading {
  const { status, answerBody } = exchange;
  if (status === 0) return { code: undefined, unjudged: noAnswer };
  if (gatewayStatuses.includes(status)) {
    return { code: undefined, unjudged: `a gateway answered with HTTP status ${status}` };
  }
  const say = evidenceOf(operation);
  const response = `${operation.pointer}/responses/${answerStatus}`;
  if (status !== answerStatus) {
    tell(say('status-changed', '', String(answerStatus), String(status), response));
  }
  if (answerBody === undefined) {
    // A client does not read the body of another status, which says enough by itself.
    if (status !== answerStatus) return { code: undefined };
    return { code: undefined, unjudged: 'the body of the answer is not on record' };
  }
  const answer = readAnswer(answerBody, operation);
  if (answer === 'too large') {
    return status === answerStatus ? { code: undefined, unjudged: tooLarge } : { code: undefined };
  }
  if (answer.broken) {
    const { pointer, before, after, node, body } = answer.broken;
    // An error page under another status is one difference, not two.
    if (status !== answerStatus) return { code: undefined };
    tell(say('envelope-broken', pointer, before, after, node.site, node));
    const { failure } = operation;
    if (body) tellDeviations(body, failure, say, (one) => one.fingerprint.pointer !== pointer && tell(one));
    return { code: undefined };
  }
  const contentType = essenceOf(exchange.contentType);
  if (contentType !== mediaType && status === answerStatus) {
    const site = `${response}/content/${escapeSegment(mediaType)}`;
    tell(say('content-type-changed', '', mediaType, contentType, site));
  }
  const { code, body } = answer;
  if (code !== 0 && !operation.codes.has(code)) {
    tell(say('new-error-code', '/errorCode', '', String(code), operation.failure.site, operation.failure));
  }
  const isSuccess = code === 0;
  tellDeviations(
    body,
    isSuccess ? operation.success : operation.failure,
    say,
    tell,
    isSuccess ? seen : undefined,
  );
  return { code, body };
}

function tellDeviations(
  body: unknown,
  node: SchemaNode,
  say: ReturnType<typeof evidenceOf>,
  tell: (evidence: Evidence) => void,
  seen?: SeenFields,
): void {
  const deviations = new Deviations();
  compare(body, node, deviations, seen);
  for (const { rule, pointer, before, after, node: at, value } of deviations.list) {
    tell({ ...say(rule, pointer, before, after, siteOf(rule, at), at), value });
  }
}

/** A word is missing in a list, a bound stands at the type; a field stands where it is used. */
function siteOf(rule: RuleId, node: SchemaNode): string {
  if (rule === 'unlisted-word') return node.wordsAt[0] ?? node.site;
  if (rule === 'out-of-range') return node.pointer;
  if (rule === 'undocumented-field') return `${node.pointer}/properties`;
  return rule === 'missing-field' ? `${node.pointer}/required` : node.site;
}

/** Makes evidence about one operation. */
export function evidenceOf({ operationId }: OperationContract) {
  return (
    rule: RuleId,
    pointer: string,
    before: string,
    after: string,
    site: string,
    node?: SchemaNode,
  ): Evidence => ({
    fingerprint: { rule, subject: operationId, pointer, before, after },
    operationId,
    site,
    ...(node && { node }),
  });
}

const typeAndSubtype = /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/;

/** The media type without its parameters; `none` where there is no header, and nothing that could be somebody's text. */
function essenceOf(contentType: string | undefined): string {
  if (contentType === undefined) return 'none';
  const essence = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  return typeAndSubtype.test(essence) ? essence : 'unreadable';
}
