import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP control plane that answers the real AWS client's CreateParticipantToken as a test tells it to. */
export interface ControlPlane {
  endpoint: string;
  /** Bodies of the requests for tokens so far; whatever else is asked is not found. */
  requests: Record<string, unknown>[];
  /** How the next requests are answered; the last one stays. A token is the default. */
  answer(...answers: ControlPlaneAnswer[]): void;
  close(): Promise<void>;
}

export type ControlPlaneAnswer =
  | 'token'
  /** An AWS error: its name in the header, as REST-JSON services say it. */
  | { status: number; error: string }
  | { status: number; body: string }
  /** The connection breaks. */
  | 'hang-up'
  | 'never';

export async function startControlPlane(clock: { wallMs(): number } = { wallMs: Date.now }): Promise<ControlPlane> {
  const requests: Record<string, unknown>[] = [];
  let answers: ControlPlaneAnswer[] = ['token'];
  let issued = 0;

  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const body = JSON.parse(text) as Record<string, unknown>;
    if (request.url !== '/CreateParticipantToken') {
      const headers = { 'content-type': 'application/json', 'x-amzn-errortype': 'ResourceNotFoundException' };
      response.writeHead(404, headers).end('{}');
      return;
    }
    requests.push(body);
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? 'token';
    if (answer === 'never') return;
    if (answer === 'hang-up') {
      request.socket.destroy();
      return;
    }
    if (answer === 'token') {
      const participantToken = {
        participantId: `participant${++issued}`,
        token: `eyJhbGciOiJFUzM4NCJ9.eyJqdGkiOiJ${issued}.signature${issued}`,
        userId: body.userId,
        duration: body.duration,
        expirationTime: new Date(clock.wallMs() + Number(body.duration) * 60_000).toISOString(),
      };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ participantToken }));
      return;
    }
    if ('body' in answer) {
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
      return;
    }
    const headers = { 'content-type': 'application/json', 'x-amzn-errortype': answer.error };
    response.writeHead(answer.status, headers).end(JSON.stringify({ exceptionMessage: `said ${answer.error}` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer(...next) {
      answers = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
