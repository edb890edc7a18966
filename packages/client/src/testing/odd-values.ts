/** What a program may throw, or give in place of what was asked for, by a name for messages. */
export const oddValues: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  'a string': () => 'a string',
  'a bigint': () => 10n,
  'a symbol': () => Symbol('odd'),
  'an object without a prototype': () => Object.create(null),
  'a proxy that throws on every trap': hostileProxy,
  'a revoked proxy': () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  'an Error whose getters throw': () =>
    withThrowingGetters(new Error('odd'), ['name', 'message', 'stack', 'cause', 'code']),
  'an object whose then throws': () => withThrowingGetters({}, ['then']),
  'an Error in a circle': () => {
    const error = new Error('odd');
    error.cause = error;
    return error;
  },
  'an Error whose parts are not texts': () =>
    Object.assign(new Error('odd'), { name: Symbol('odd'), message: {}, code: [], errors: null }),
};

/** Every access throws, and so does asking for its class. */
function hostileProxy(): object {
  const trap = (): never => {
    throw new RangeError('a trap');
  };
  const handler = new Proxy({}, { get: () => trap });
  return new Proxy({}, handler);
}

function withThrowingGetters(target: object, names: readonly string[]): object {
  for (const name of names) {
    Object.defineProperty(target, name, {
      configurable: true,
      get() {
        throw new RangeError(`the getter of ${name}`);
      },
    });
  }
  return target;
}

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
