import type { Network } from '../../../network/network.ts';
import { answerFrom } from '../answer.ts';
import { claimsOf } from '../claims.ts';
import type { Facts } from '../facts.ts';
import { type Finding, failed, fine, skipped, text } from '../finding.ts';
import { networkFailureOf } from '../network-error.ts';
import { networkRemedies } from './control-plane.ts';

const TIMEOUT_MS = 6_000;

/** Any answer of the media endpoint shows that its host can be reached by HTTP. */
export async function checkMedia(facts: Facts, network: Network, signal: AbortSignal): Promise<Finding> {
  const whipUrl = claimsOf(facts)?.whipUrl;
  if (whipUrl === undefined) return skipped(text('Token 沒有媒體端點', 'The token names no media endpoint'));
  const { host } = new URL(whipUrl);
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const { status } = await answerFrom(whipUrl, { method: 'OPTIONS', signal: limited }, network);
    return fine(text('連得到媒體端點 {host}', 'The media endpoint {host} answers', { host }), {
      host,
      httpStatus: status,
    });
  } catch (error) {
    const { trouble, reason } = networkFailureOf(error);
    return failed(
      text('連不到媒體端點 {host}（{reason}）', 'The media endpoint {host} cannot be reached ({reason})', {
        host,
        reason,
      }),
      networkRemedies[trouble],
      { host, error: reason },
    );
  }
}

/** Whether media can pass by UDP shows only with a stream: nothing is claimed that was not seen. */
export const checkMediaUdp = async (): Promise<Finding> =>
  skipped(
    text(
      '沒有播放畫面就無法證明 UDP 可用：請放行 UDP 3478 與 443；被擋住時觀看會改用 TCP，發布則會失敗',
      'Cannot be shown without a stream: let UDP 3478 and 443 through; where they are blocked, watching falls back to TCP and publishing fails',
    ),
  );
