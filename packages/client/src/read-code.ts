const codePattern = /^(0|-?[1-9]\d*)$/;

/** The code of an answer in either documented type; undefined where it is neither, and so says nothing. */
export function readCode(errorCode: unknown): number | undefined {
  const isCode = typeof errorCode === 'string' ? codePattern.test(errorCode) : Number.isInteger(errorCode);
  return isCode ? Number(errorCode) : undefined;
}
