import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { MockAnswer } from '../core/exchange.ts';

/** Time in which a caller may read the answer before its connection is cut. */
const lingerMilliseconds = 500;

/** An answer as bytes of HTTP/1.1, for a connection on which Node has no response to write to. */
export function rawAnswer(answer: MockAnswer, date: string, method: string | undefined): string {
  const lines = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`,
    `content-type: ${answer.contentType}`,
    `content-length: ${Buffer.byteLength(answer.body)}`,
    `date: ${date}`,
    'connection: close',
  ];
  if (answer.note !== undefined) lines.push(`x-mock-mistake: ${answer.note}`);
  return `${lines.join('\r\n')}\r\n\r\n${method === 'HEAD' ? '' : answer.body}`;
}

/**
 * Answers and closes. What the caller still sends is thrown away for a moment: a socket that is closed with
 * unread data resets the connection, and the caller would lose the answer.
 */
export function closeAfterAnswer(socket: Socket, bytes: string): void {
  if (socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  socket.on('error', () => socket.destroy());
  socket.end(bytes);
  socket.resume();
  const cut = setTimeout(() => socket.destroy(), lingerMilliseconds);
  cut.unref();
  socket.once('close', () => clearTimeout(cut));
}
