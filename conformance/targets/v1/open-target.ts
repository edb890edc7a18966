import { setTimeout as sleep } from 'node:timers/promises';
import type { RunOptions } from '../../run/run-options.ts';
import type { PreparedTarget } from '../target.ts';
import { prepareMockTarget } from './mock-target.ts';
import { readLiveAddress, readUrlAddress } from './read-environment.ts';
import { prepareRemoteTarget } from './remote-target.ts';

/** @throws CannotRunError when there is no such target, or it cannot be asked */
export async function openTarget(
  options: RunOptions,
  now: () => number,
  signal: AbortSignal,
): Promise<PreparedTarget> {
  const { target, environment = {}, allowMutations = false, exhaustRateLimit = false } = options;
  if (target === 'mock') return prepareMockTarget();
  const wait = (milliseconds: number) => sleep(milliseconds);
  const remoteOptions = { allowMutations, exhaustRateLimit, now, wait, signal };
  if (target === 'live') return prepareRemoteTarget('live', readLiveAddress(environment), remoteOptions);
  const address = readUrlAddress(target, environment);
  return prepareRemoteTarget(address.baseUrl, address, remoteOptions);
}
