/**
 * Calls a function that is only to be told of something: what it throws, and what it rejects with if it is asynchronous,
 * goes to `failed` and nowhere else.
 */
export function callHook(hook: () => unknown, failed: (thrown: unknown) => void): void {
  try {
    const returned = hook();
    if (typeof returned === 'object' && returned !== null) Promise.resolve(returned).catch(failed);
  } catch (thrown) {
    failed(thrown);
  }
}
