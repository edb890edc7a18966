import type { MaybePromise } from '../store/event-store.ts';
import { StoreError } from '../store/store-error.ts';
import type { Deadlines } from './deadlines.ts';

/**
 * What the store answers, as long as it answers in time.
 *
 * @param late gets what comes after that
 * @throws StoreError when it does not, and whatever the store throws
 */
export function answerOfStore<Value>(
  asked: MaybePromise<Value>,
  deadlines: Deadlines,
  late: (value: Value) => void,
): MaybePromise<Value> {
  if (!(asked instanceof Promise)) return asked;
  return new Promise<Value>((resolve, reject) => {
    let isLate = false;
    const deadline = deadlines.set(() => {
      isLate = true;
      reject(new StoreError('store-unavailable', 'the store has not answered in time'));
    });
    asked.then(
      (value) => {
        deadline.clear();
        if (isLate) late(value);
        else resolve(value);
      },
      (error: unknown) => {
        deadline.clear();
        reject(error);
      },
    );
  });
}
