/** As long as the client reads by default. */
const mostBytes = 8 * 1024 * 1024;

/**
 * The text of an answer, however long it is, unpacked or not.
 *
 * @throws Error when it is longer than 8388608 bytes
 */
export async function readText({ body }: Response): Promise<string> {
  if (!body) return '';
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    // Leaving the loop gives the rest of the body up.
    if (size > mostBytes) throw new Error(`the answer is longer than ${mostBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
