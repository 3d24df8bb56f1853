import { Agent } from 'node:https';
import type { Network } from '../../../network/network.ts';
import { claimsOf } from '../claims.ts';
import type { Facts } from '../facts.ts';
import { type Finding, failed, fine, skipped, text } from '../finding.ts';
import { networkFailureOf } from '../network-error.ts';
import { networkRemedies } from './control-plane.ts';

const TIMEOUT_MS = 6_000;
/** A socket that does not answer our goodbye is cut. */
const CLOSE_GRACE_MS = 500;

type Outcome =
  | { kind: 'state' }
  | { kind: 'refused'; code: string }
  | { kind: 'failed'; error: unknown }
  | { kind: 'silent' };

/** Joins the events socket as the SDK does, and leaves at the first word: a connection of less than a second. */
export async function checkEvents(facts: Facts, network: Network, signal: AbortSignal): Promise<Finding> {
  const claims = claimsOf(facts);
  const token = facts.token?.ok ? facts.token.value.token : null;
  if (claims === null || token === null) {
    return skipped(text('Token 沒有事件端點', 'The token names no events endpoint'));
  }
  const url = new URL(claims.eventsUrl);
  url.searchParams.set('error_over_ws', '1');
  url.searchParams.set('topic', `${claims.topic}/publishers`);
  url.searchParams.set('traceid', 'stagewatch-connection-test');
  const { host } = url;
  await network.trusted();
  const outcome = await firstWord(url, token, network, AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]));
  switch (outcome.kind) {
    case 'state':
      return fine(
        text(
          '事件端點 {host} 接受 Token（為此連線了不到一秒）',
          'The events endpoint {host} took the token (a connection of less than a second was made for it)',
          { host },
        ),
        { host },
      );
    case 'refused':
      return failed(
        text('事件端點 {host} 不接受 Token（{code}）', 'The events endpoint {host} refused the token ({code})', {
          host,
          code: outcome.code,
        }),
        text(
          '以金鑰對簽發時，請確認公開金鑰已匯入這個區域，且設定的 ARN 正確；否則請檢查這台電腦的時間',
          "With a key pair, check that the public key is imported in this region and its ARN is set right; else check this machine's clock",
        ),
        { host, error: outcome.code },
      );
    case 'silent':
      return failed(
        text('事件端點 {host} 沒有回應', 'The events endpoint {host} said nothing', { host }),
        text(
          '請檢查防火牆或代理伺服器是否放行 WebSocket（wss，TCP 443）',
          'Check that firewall and proxy let WebSockets (wss, TCP 443) through',
        ),
        { host, error: 'Timeout' },
      );
    case 'failed': {
      const { trouble, reason } = networkFailureOf(outcome.error);
      return failed(
        text('連不到事件端點 {host}（{reason}）', 'The events endpoint {host} cannot be reached ({reason})', {
          host,
          reason,
        }),
        networkRemedies[trouble],
        { host, error: reason },
      );
    }
  }
}

/** The token is the subprotocol (docs/ivs-wire: events socket), so it appears in no URL. */
async function firstWord(url: URL, token: string, { agentOptions }: Network, signal: AbortSignal): Promise<Outcome> {
  const { WebSocket } = await import('ws'); // a test of the connection alone needs it
  return new Promise((resolve) => {
    const socket = new WebSocket(url, [token], {
      followRedirects: false,
      ...(url.protocol === 'wss:' && { agent: new Agent(agentOptions) }),
    });
    const giveUp = () => settle({ kind: 'silent' });
    const settle = (outcome: Outcome) => {
      signal.removeEventListener('abort', giveUp);
      resolve(outcome);
      socket.close(1000);
      setTimeout(() => socket.terminate(), CLOSE_GRACE_MS).unref();
    };
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) giveUp();
    socket.on('unexpected-response', (request, response) => {
      settle({ kind: 'refused', code: `HTTP ${response.statusCode}` });
      request.destroy();
    });
    socket.on('error', (error) => settle({ kind: 'failed', error }));
    socket.on('close', (code) => settle({ kind: 'refused', code: `closed ${code}` }));
    socket.on('message', (data) => {
      const { type, payload } = wordOf(String(data));
      if (type === 'STAGE_STATE') settle({ kind: 'state' });
      else if (type?.startsWith('aws:ivs:')) settle({ kind: 'refused', code: payload?.code ?? type });
    });
  });
}

function wordOf(data: string): { type?: string; payload?: { code?: string } } {
  try {
    return JSON.parse(data) ?? {};
  } catch {
    return {};
  }
}
