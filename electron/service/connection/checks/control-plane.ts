import type { Network } from '../../../network/network.ts';
import type { Trust } from '../../../network/trust.ts';
import { answerFrom } from '../answer.ts';
import type { ConnectionSetup, Facts } from '../facts.ts';
import { type Finding, failed, fine, type Text, text, warning } from '../finding.ts';
import { type NetworkTrouble, networkFailureOf } from '../network-error.ts';

const TIMEOUT_MS = 6_000;
/** AWS refuses a signature that is older or younger than this (Signature Version 4). */
const REFUSED_SKEW_MS = 5 * 60_000;
const WORRYING_SKEW_MS = 30_000;
/** The header tells whole seconds; on the average half of one is missing. */
const HEADER_ROUNDING_MS = 500;

export const controlPlaneUrl = ({ endpoint, region }: ConnectionSetup): string | null =>
  endpoint ?? (region === null ? null : `https://ivsrealtime.${region}.amazonaws.com`);

/** One request without a signature: whatever is answered, somebody is there, and the answer tells the time. */
export async function checkControlPlane(
  setup: ConnectionSetup,
  facts: Facts,
  network: Network,
  signal: AbortSignal,
): Promise<Finding> {
  const url = controlPlaneUrl(setup);
  if (url === null) {
    return failed(
      text('不知道要連到哪個區域', 'It is not known which region to ask'),
      text('請設定舞台 ARN（--stage）或區域（--region）', 'Set a stage ARN (--stage) or a region (--region)'),
      { error: 'NoRegion' },
    );
  }
  const { host } = new URL(url);
  const trust = await network.trusted();
  const details = { host, ...(network.proxy !== null && { proxy: network.proxy }) };
  const beforeMs = Date.now();
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const { dateMs } = await answerFrom(url, { method: 'GET', signal: limited }, network);
    const middleMs = (beforeMs + Date.now()) / 2;
    facts.controlPlaneReached = true;
    facts.skewMs = dateMs === null ? null : Math.round(middleMs - (dateMs + HEADER_ROUNDING_MS));
    const unused = unusedSetting(network, trust);
    if (unused !== null) return warning(unused.message, unused.remedy, details);
    return fine(text('連得到 {host}', '{host} answers', { host }), details);
  } catch (error) {
    const { trouble, reason } = networkFailureOf(error);
    const message = text('連不到 {host}（{reason}）', '{host} cannot be reached ({reason})', { host, reason });
    return failed(message, networkRemedies[trouble], {
      ...details,
      error: reason,
      ...(trouble === 'tls' && trustDetails(trust)),
    });
  }
}

const trustDetails = (trust: Trust | null) => ({
  systemCertificates: trust?.system ?? 0,
  ...(trust?.file && { caFile: trust.file.path, caFileCertificates: trust.file.certificates }),
  ...(trust?.file?.problem && { caFileProblem: trust.file.problem }),
});

/** What is set for the way there and not in use: no harm now, but somebody relies on it. */
function unusedSetting({ refusedProxy: name }: Network, trust: Trust | null): { message: Text; remedy: Text } | null {
  if (name !== null) {
    return {
      message: text('{name} 不是代理伺服器的網址，沒有使用', '{name} names no proxy and is not used', { name }),
      remedy: text('請寫成 http://主機:連接埠', 'Write it as http://HOST:PORT'),
    };
  }
  if (trust?.file?.problem == null) return null;
  const { path, problem } = trust.file;
  return {
    message: text(
      '憑證檔案 {path} 沒有全部讀入（{problem}）',
      'Not all of the certificate file {path} could be read ({problem})',
      { path, problem },
    ),
    remedy: text(
      '請檢查設定 caFile 的路徑，以及檔案是否為 PEM 格式',
      'Check the path in the setting caFile, and that the file is PEM',
    ),
  };
}

/** What to do about a connection that did not come about. */
export const networkRemedies: Readonly<Record<NetworkTrouble, Text>> = {
  dns: text(
    '這個主機名稱查不到：請檢查 DNS、區域與端點設定',
    'Its name is not known: check DNS, the region and the endpoint setting',
  ),
  refused: text(
    '對方拒絕連線：請檢查端點設定與防火牆',
    'The connection was refused: check the endpoint setting and the firewall',
  ),
  tls: text(
    'TLS 憑證無法信任：如果公司網路會檢查 TLS，請把它的根憑證加入系統的憑證存放區，或用設定 caFile（--ca-file）指定檔案，再重新啟動；並檢查這台電腦的時間',
    "Its TLS certificate is not trusted: where the network inspects TLS, add its root certificate to the system's certificate store, or name its file in the setting caFile (--ca-file), and start again; and check this machine's clock",
  ),
  proxy: text(
    '代理伺服器不讓連線通過：請檢查設定 proxy（--proxy）或環境變數 HTTPS_PROXY，並請管理員放行這個主機',
    'The proxy did not let the connection through: check the setting proxy (--proxy) or HTTPS_PROXY of the environment, and have the proxy allow this host',
  ),
  timeout: text(
    '沒有在時限內回應：請檢查防火牆是否放行 TCP 443',
    'It did not answer in time: check that the firewall lets TCP 443 through',
  ),
  network: text('請檢查網路連線與防火牆', 'Check the network connection and the firewall'),
};

export async function checkClock(facts: Facts): Promise<Finding> {
  const { skewMs } = facts;
  if (skewMs === null) {
    return warning(
      text('控制端點沒有告知時間，無法比對', 'The control plane told no time to compare with'),
      text('請確認這台電腦會自動校時', "Make sure that this machine's clock sets itself"),
    );
  }
  const values = { seconds: Math.round(Math.abs(skewMs) / 1000) };
  const remedy = text(
    '請讓這台電腦自動校時（NTP），時間差超過 5 分鐘時 AWS 會拒絕所有請求',
    "Let this machine's clock set itself (NTP); AWS refuses every request at more than 5 minutes",
  );
  const message =
    skewMs > 0
      ? text('這台電腦的時間快了 {seconds} 秒', "This machine's clock is {seconds} s fast", values)
      : text('這台電腦的時間慢了 {seconds} 秒', "This machine's clock is {seconds} s slow", values);
  if (Math.abs(skewMs) > REFUSED_SKEW_MS) return failed(message, remedy, { skewMs });
  if (Math.abs(skewMs) > WORRYING_SKEW_MS) return warning(message, remedy, { skewMs });
  return fine(text('與 AWS 的時間一致', "The clock agrees with AWS's"), { skewMs });
}
