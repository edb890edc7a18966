import { type Contract, type Generation, loadContractOnce } from './contract.ts';
import { generations } from './generations.ts';
import type { Mock } from './mock.ts';
import { MockCore } from './mock-core.ts';
import { type MockOptions, resolveOptions } from './options.ts';

/**
 * Makes a mock without a port; it is reached through `mock.fetch`.
 *
 * @throws MockOptionError for an unknown option, or one that is invalid
 */
export async function createMock(options: MockOptions = {}): Promise<Mock> {
  const resolved = resolveOptions('createMock', options);
  return new MockCore(resolved, await loadContracts(generations));
}

/** Compiles generations, the first of which is the one that tests of the mock get where none is named. */
export async function loadContracts([first, ...others]: readonly [Generation, ...Generation[]]): Promise<
  readonly [Contract, ...Contract[]]
> {
  return [await loadContractOnce(first), ...(await Promise.all(others.map(loadContractOnce)))];
}
