import { request as requestHttp } from 'node:http';
import { Agent, request as requestHttps } from 'node:https';
import type { Network } from '../../network/network.ts';

export interface Answer {
  status: number;
  /** As the header says it, in milliseconds since 1970; null: it says none. */
  dateMs: number | null;
}

/**
 * Whatever somebody answers at a URL: its body is of no interest. (fetch would refuse some ports of its own accord.)
 * @throws the system's or TLS's error, with its code
 */
export async function answerFrom(
  url: string,
  options: { method: 'GET' | 'OPTIONS'; signal: AbortSignal },
  { trusted, agentOptions }: Network,
): Promise<Answer> {
  const isHttps = url.startsWith('https:');
  if (isHttps) await trusted();
  const send = isHttps ? requestHttps : requestHttp;
  const agent = isHttps ? new Agent(agentOptions) : false; // in both cases a connection of its own
  return new Promise((resolve, reject) => {
    const request = send(url, { ...options, agent }, (response) => {
      const date = Date.parse(response.headers.date ?? '');
      resolve({ status: response.statusCode ?? 0, dateMs: Number.isNaN(date) ? null : date });
      response.destroy();
    });
    request.once('error', (error) => reject(options.signal.aborted ? options.signal.reason : error));
    request.end();
  });
}
