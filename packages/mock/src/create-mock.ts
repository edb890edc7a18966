import type { CallRecord } from '@trtc-call/client';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { makeCatalogue } from './core/catalogue.ts';
import type { Mock } from './mock.ts';
import { MockCore } from './mock-core.ts';
import { type MockOptions, type ResolvedOptions, resolveOptions } from './options.ts';
import { prismExamples } from './prism/prism-examples.ts';

/**
 * Makes a mock without a port; it is reached through `mock.fetch`.
 *
 * @throws MockOptionError when an option is not possible
 */
export async function createMock(options: MockOptions = {}): Promise<Mock> {
  const resolved = resolveOptions(options);
  return new MockCore(...(await ingredients(resolved)));
}

/** What a mock is made of: its options, the contract's examples, and the record that samples are modelled on. */
export async function ingredients(
  options: ResolvedOptions,
): Promise<[ResolvedOptions, ReturnType<typeof makeCatalogue>, CallRecord]> {
  const examples = await prismExamples({ ...openapi });
  const success = examples.get('getRecordByCallId')?.get('success') as { data: CallRecord };
  return [options, makeCatalogue(examples), success.data];
}
