import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { oneLine } from '@trtc-call/rendering';
import { FixError } from './fix-error.ts';

/** The folder of the contract, from the root of a checkout. */
export const contractFolder = 'spec/v1';

const marks = [`${contractFolder}/openapi.yaml`, 'pnpm-workspace.yaml'];

/**
 * The checkout of this repository that a folder lies in.
 *
 * @throws {@link FixError} when it lies in none
 */
export function findCheckout(folder: string): string {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (marks.every((mark) => existsSync(join(at, mark)))) return at;
    if (at === dirname(at)) break;
  }
  throw new FixError(
    'no-checkout',
    `${oneLine(resolve(folder))} lies in no checkout of trtc-call (a folder with ${marks.join(' and ')}): ` +
      'the contract is changed where it is written, so clone the repository and run --fix there',
  );
}

/** Where a checkout keeps what the vendor's pages said; undefined outside of one. */
export function findSourcesLock(folder: string): string | undefined {
  try {
    return join(findCheckout(folder), contractFolder, 'sources.lock.yaml');
  } catch (error) {
    if (error instanceof FixError) return undefined;
    throw error;
  }
}
