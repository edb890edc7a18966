import type { OperationId } from '@trtc-call/spec/v1';
import type { Findings } from '../contract.ts';
import { isObject } from '../describe-value.ts';
import { breaks, compile, type Issue, type Validator } from '../schema/schema.ts';
import { readCode, readRequestId } from './envelope.ts';
import { dataSchemas, documentedCodes, envelopeSchema } from './generated/v1-answers.gen.ts';

/** Holds answers against what each operation is documented to answer. */
export type FindViolations = (operationId: OperationId, answer: unknown) => Findings;

/** Compares an answer with what the operation is documented to answer. */
export const findViolations: FindViolations = createFindViolations();

function createFindViolations(): FindViolations {
  // Each is made with the first answer that it is held against.
  let envelope: Validator | undefined;
  const data = new Map<OperationId, Validator>();
  const compileData = (operationId: OperationId) => {
    const validator = data.get(operationId) ?? compile(dataSchemas[operationId]);
    data.set(operationId, validator);
    return validator;
  };

  return (operationId, answer) => {
    const { errorCode, data: content }: Record<string, unknown> = isObject(answer) ? answer : {};
    envelope ??= compile(envelopeSchema);
    const found: Issue[] = envelope.check(answer).map(withoutKeyword);
    const code = readCode(errorCode);
    if (code === 0) found.push(...compileData(operationId).check(content, '/data').map(withoutKeyword));
    const issues: Findings['issues'][number][] = [...found];
    const codes = documentedCodes[operationId];
    if (code !== undefined && code !== 0 && !codes.includes(code)) {
      const expected = `one of ${codes.join(', ')}`;
      issues.push({ rule: 'undocumented-code', pointer: '/errorCode', expected, got: String(code) });
    }
    return { requestId: readRequestId(answer), issues, breaking: found.filter(breaks) };
  };
}

function withoutKeyword({ rule, pointer, expected, got }: Issue): Issue {
  return { rule, pointer, expected, got };
}
