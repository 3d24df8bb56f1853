/** A bare TCP connection, for what no HTTP client would send. */
import { connect, type Socket } from 'node:net';
import type { Reply } from './call.ts';

export interface RawConnection {
  socket: Socket;
  write(text: string | Buffer): void;
  /** Resolves with all that came once the other side has closed. */
  closed: Promise<string>;
  /** The next whole answer (with a content-length). */
  reply(): Promise<Reply>;
}

export async function rawConnection(port: number): Promise<RawConnection> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  let wake = (): void => {};
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    wake();
  });
  // A reset is one way to be cut off; what came before it stands.
  socket.on('error', () => {});
  const closed = new Promise<string>((resolve) =>
    socket.on('close', () => {
      wake();
      resolve(text);
    }),
  );
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));

  return {
    socket,
    closed,
    write: (data) => void socket.write(data),
    async reply() {
      for (;;) {
        const parsed = firstReply(text);
        if (parsed !== undefined) {
          text = parsed.rest;
          return parsed.reply;
        }
        if (socket.closed) throw new Error(`The connection closed without an answer: ${JSON.stringify(text)}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

/** Sends one text and takes the first answer. */
export async function rawReply(port: number, text: string | Buffer): Promise<Reply> {
  const connection = await rawConnection(port);
  connection.write(text);
  try {
    return await connection.reply();
  } finally {
    connection.socket.destroy();
  }
}

export function firstReply(text: string): { reply: Reply; rest: string } | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const [statusLine = '', ...lines] = text.slice(0, headEnd).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1]);
  if (Number.isNaN(status)) throw new Error(`Not an answer: ${JSON.stringify(statusLine)}`);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const bodyStart = headEnd + 4;
  const bodyEnd = bodyStart + Number(headers['content-length'] ?? 0);
  if (text.length < bodyEnd) return undefined;
  const body = Buffer.from(text.slice(bodyStart, bodyEnd), 'latin1').toString('utf8');
  const isJson = headers['content-type']?.startsWith('application/json') === true && body !== '';
  const reply = { status, headers, text: body, body: isJson ? JSON.parse(body) : undefined };
  return { reply, rest: text.slice(bodyEnd) };
}
