import { isFullProof } from '@trtc-call/test-servers';
import { listChanged, releaseBase } from '../../scripts/release/checkout.ts';
import { root } from './published.ts';

/**
 * Whether a proof that needs thousands of files of others is made: where the change of the checkout is about what it
 * proves, and in the long form, which the nightly workflow runs on `main`.
 *
 * @param files - what it proves, and the proof itself
 */
export function concernsChange(files: RegExp): boolean {
  if (isFullProof) return true;
  const { revision } = releaseBase(root);
  return revision !== undefined && listChanged(root, revision).some((file) => files.test(file));
}
