import type { Contract, OperationContract } from '../contract/contract.ts';
import type { SchemaNode } from '../contract/schema-node.ts';
import type { ReportedViolation } from '../exchanges/exchange.ts';
import type { Evidence } from '../findings/evidence.ts';
import { mismatch } from '../rules/mismatch.ts';
import { timeInMilliseconds } from '../rules/time-in-milliseconds.ts';
import { boundsOf, expectedTypes } from './compare.ts';
import { shownWord } from './deviation.ts';
import { evidenceOf } from './judge-answer.ts';

/**
 * What a client reported, as the same difference would be found in an exchange: what was expected is read from the
 * contract, so that both have one fingerprint. Undefined where the contract has no such place.
 */
export function evidenceOfViolation(violation: ReportedViolation, contract: Contract): Evidence | undefined {
  const operation = contract.byId.get(violation.operationId);
  if (!operation) return undefined;
  // What a client asked is not what the service does.
  if (violation.rule === 'undocumented-request') return undefined;
  const say = evidenceOf(operation);
  const pointer = pointerOf(violation.pointer);
  if (violation.rule === 'mismatch') {
    return say(mismatch.id, pointer, violation.expected, '', mismatch.pointsAt(operation));
  }
  const got = typeOfWords(violation.got);
  if (violation.rule === 'undocumented-code') {
    const { failure } = operation;
    return say('new-error-code', '/errorCode', '', shownWord(violation.got), failure.site, failure);
  }
  const isOutcome = pointer === '' || pointer === '/errorCode';
  if (isOutcome && violation.rule !== 'undocumented-field') return brokenEnvelope(pointer, got, operation);
  // Data that is not there has the wrong type for a client, which looks at it apart from the rest.
  const rule = violation.rule === 'type' && got === 'missing' ? 'required' : violation.rule;
  const inField = rule === 'undocumented-field' || rule === 'required';
  const node = nodeAt(operation, inField ? parentOf(pointer) : pointer);
  if (!node) return undefined;
  switch (rule) {
    case 'type':
      return say('type-changed', pointer, expectedTypes(node), got, node.site, node);
    case 'range':
      // As the client words it where a time is in milliseconds.
      if (violation.expected === 'a time in Unix seconds') {
        const site = timeInMilliseconds.pointsAt(operation);
        return say(timeInMilliseconds.id, pointer, 'seconds', 'milliseconds', site);
      }
      return say('out-of-range', pointer, boundsOf(boundedOf(node)), '', node.pointer, node);
    case 'unlisted-word': {
      const word = shownWord(wordOf(violation.got));
      return say('unlisted-word', pointer, '', word, node.wordsAt[0] ?? node.site, node);
    }
    case 'required': {
      const member = nodeAt(operation, pointer);
      return say(
        'missing-field',
        pointer,
        member ? expectedTypes(member) : '',
        '',
        `${node.pointer}/required`,
        node,
      );
    }
    case 'undocumented-field': {
      const form = node.options?.find(({ members }) => members) ?? node;
      return say('undocumented-field', pointer, '', got, `${form.pointer}/properties`, form);
    }
  }
}

function brokenEnvelope(pointer: string, got: string, operation: OperationContract): Evidence {
  const whole = operation.failure;
  const node = (pointer === '' ? undefined : whole.members?.get('errorCode')) ?? whole;
  const after = { missing: '', string: 'no number' }[got] ?? got;
  return evidenceOf(operation)('envelope-broken', pointer, expectedTypes(node), after, node.site, node);
}

/** The schema at a place of an answer. Where it may be one of several, the one that has fields or items is meant. */
function nodeAt(operation: OperationContract, pointer: string): SchemaNode | undefined {
  let node: SchemaNode | undefined = operation.success;
  for (const segment of pointer.split('/').slice(1)) {
    const within: SchemaNode | undefined =
      node?.options?.find(({ members, items }) => members ?? items) ?? node;
    const name = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    node = segment === '*' ? within?.items : within?.members?.get(name);
  }
  return node;
}

/** The fields of an object are those of the form that has some. */
function boundedOf(node: SchemaNode): SchemaNode {
  return node.options?.find((option) => boundsOf(option) !== '') ?? node;
}

/** With `*` for every index, and no name that could be somebody's text. */
function pointerOf(pointer: string): string {
  const segments = pointer.split('/').map((segment) => {
    if (/^\d+$/.test(segment)) return '*';
    return segment === '' ? '' : shownWord(segment);
  });
  return segments.join('/');
}

function parentOf(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'));
}

/** `a string` and `an empty array`, as the client words it, are a type; `missing` stays. */
function typeOfWords(words: string): string {
  const type = words.replace(/^(an?|another) /, '').replace(/^empty /, '');
  return /^[a-z]{1,10}$/.test(type) ? type : 'unreadable';
}

function wordOf(got: string): string {
  return /^"(.*)"$/s.exec(got)?.[1] ?? got;
}
