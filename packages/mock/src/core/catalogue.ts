import type { OperationId } from '@trtc-call/spec/v1';
import type { Examples } from '../prism/prism-examples.ts';
import { type EnvelopeTemplate, makeTemplate } from './envelope.ts';

/** The named examples of the contract, ready to be sent. */
export interface Catalogue {
  /** The example of this name, or `undefined` when the operation has none. */
  find(operationId: OperationId, name: string): EnvelopeTemplate | undefined;
  readonly operationIds: readonly string[];
  /** The names of an operation's examples. */
  names(operationId: OperationId): string[];
  /** The answer that carries a code; any operation's when this one (or none) has no example for it. */
  refusal(operationId: OperationId | undefined, code: number): EnvelopeTemplate;
  /** The answer of a success. */
  success(operationId: OperationId): EnvelopeTemplate;
}

/** Makes the catalogue from what Prism gave. */
export function makeCatalogue(examples: Examples): Catalogue {
  const templates = new Map<string, Map<string, EnvelopeTemplate>>();
  for (const [operationId, bodies] of examples) {
    const entries = [...bodies].map(([name, body]) => [name, makeTemplate(body)] as const);
    templates.set(operationId, new Map(entries));
  }
  const find = (operationId: string, name: string): EnvelopeTemplate | undefined =>
    templates.get(operationId)?.get(name);
  const anywhere = (name: string): EnvelopeTemplate => {
    for (const each of templates.values()) {
      const template = each.get(name);
      if (template) return template;
    }
    throw new Error(`the contract has no example ${name}; add it in spec/`);
  };
  return {
    operationIds: [...templates.keys()],
    find,
    names: (operationId) => [...(templates.get(operationId)?.keys() ?? [])],
    refusal: (operationId, code) =>
      (operationId && find(operationId, `error-${code}`)) || anywhere(`error-${code}`),
    success: (operationId) => find(operationId, 'success') ?? anywhere('success'),
  };
}
