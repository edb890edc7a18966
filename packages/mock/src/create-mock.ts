import type { CallRecord } from '@trtc-call/client';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { makeCatalogue } from './core/catalogue.ts';
import { readContract } from './core/contract.ts';
import type { Mock } from './mock.ts';
import { type Groundwork, MockCore } from './mock-core.ts';
import { type MockOptions, resolveOptions } from './options.ts';
import { prismExamples } from './prism/prism-examples.ts';

/**
 * Makes a mock without a port; it is reached through `mock.fetch`.
 *
 * @throws MockOptionError for an unknown option, or one that is invalid
 */
export async function createMock(options: MockOptions = {}): Promise<Mock> {
  const resolved = resolveOptions('createMock', options);
  return new MockCore(resolved, await groundwork());
}

let made: Promise<Groundwork> | undefined;

/** What is the same for every mock of a process: made at the first one, since it never changes. */
export function groundwork(): Promise<Groundwork> {
  made ??= makeGroundwork();
  return made;
}

async function makeGroundwork(): Promise<Groundwork> {
  const examples = await prismExamples({ ...openapi });
  const success = examples.get('getRecordByCallId')?.get('success') as { data: CallRecord };
  return { contract: readContract(), catalogue: makeCatalogue(examples), template: success.data };
}
