/** Holds requests until as many are there as the last of them asks for, or for so many milliseconds. */
export function createGate(milliseconds = 5000): (count: number) => Promise<number> {
  let opens: (() => void)[] = [];
  return async (count) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const number = opens.push(resolve);
    const timer = setTimeout(resolve, milliseconds);
    if (number >= count) {
      for (const open of opens) open();
      opens = [];
    }
    await promise;
    clearTimeout(timer);
    return number;
  };
}
