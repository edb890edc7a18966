import type { BodyRule, Refusal } from './checks.ts';
import type { Examples } from './examples.ts';
import { type Fault, parseFault } from './faults.ts';
import type { OperationId } from './ids.ts';
import type { App } from './state/app-store.ts';

/** What an operation comes to: data for the success, as JSON text, or the mistake that it met. */
export type Outcome = { readonly data: string } | Refusal;

/** What an operation works on. The body has passed the operation's schema, with defaults filled in. */
export interface OperationCall {
  readonly body: object;
  readonly app: App;
  /** Time of the request in milliseconds. */
  readonly at: number;
}

/** What an operation does to the state of an app. */
export type OperationHandler = (call: OperationCall) => Outcome;

/** An operation of a generation, as it is served. */
export interface OperationRule extends BodyRule {
  readonly operationId: OperationId;
  readonly path: string;
  readonly rateLimit: { readonly requests: number; readonly perSeconds: number };
  /** Without a handler the operation is answered with the example `success` of its contract. */
  readonly handler?: OperationHandler | undefined;
  /** The field whose value may choose the answer, as test card numbers do: `mock-error-70005`, `mock-fault-drop`. */
  readonly magicField?: string | undefined;
}

/** What comes of a request: an outcome, a named example, a wish that cannot be met, or nothing at all. */
export type Verdict = (
  | Outcome
  | { readonly example: string }
  | { readonly unclear: string }
  | { readonly lost: true }
) & {
  /** The fault that a magic value asked for. */
  readonly fault?: Fault;
};

/** Carries out an operation whose request has passed every check. */
export function carryOut(operation: OperationRule, examples: Examples, call: OperationCall): Verdict {
  const { operationId, handler, magicField } = operation;
  const magic = magicField === undefined ? undefined : Reflect.get(call.body, magicField);
  const chosen = typeof magic === 'string' ? readMagicValue(operationId, examples, magic) : undefined;
  return chosen ?? handler?.(call) ?? { example: 'success' };
}

/** The verdict of a fault that strikes before a request is carried out. */
export function withoutActing({ kind }: Fault): Verdict {
  return kind === 'rate-limit' ? { mistake: 'rate-exceeded' } : { lost: true };
}

const magicPrefix = 'mock-';
const magicFaultPrefix = 'mock-fault-';

function readMagicValue(operationId: OperationId, examples: Examples, value: string): Verdict | undefined {
  if (!value.startsWith(magicPrefix)) return undefined;
  const example = value.slice(magicPrefix.length);
  if (examples.find(operationId, example)) return { example };
  const fault = value.startsWith(magicFaultPrefix)
    ? parseFault(value.slice(magicFaultPrefix.length))
    : undefined;
  if (!fault) return undefined;
  return fault.when === 'before' ? { ...withoutActing(fault), fault } : { example: 'success', fault };
}
