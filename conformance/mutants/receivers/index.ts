import { answers } from './answers.ts';
import { load } from './load.ts';
import type { MutantReceiver } from './mutant-receiver.ts';
import { once } from './once.ts';
import { refuses } from './refuses.ts';
import { tolerates } from './tolerates.ts';
import { ofV4 } from './v4.ts';

/** Every broken receiver. */
export const mutantReceivers: readonly MutantReceiver[] = [
  ...answers,
  ...once,
  ...tolerates,
  ...refuses,
  ...load,
  ...ofV4,
];
