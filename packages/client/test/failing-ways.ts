/** How a hook may fail, by a name for messages. */
export const failingWays: Readonly<Record<string, (odd: unknown) => unknown>> = {
  throws: (odd) => {
    throw odd;
  },
  rejects: (odd) => Promise.reject(odd),
  'rejects later': async (odd) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    throw odd;
  },
  'gives a promise whose then throws': (odd) =>
    Object.defineProperty({}, 'then', {
      get() {
        throw odd;
      },
    }),
  'gives a thenable that throws': (odd) => ({
    // biome-ignore lint/suspicious/noThenProperty: it is what is tried.
    then() {
      throw odd;
    },
  }),
  'gives it': (odd) => odd,
  'never settles': () => new Promise(() => {}),
};
