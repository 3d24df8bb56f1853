/** What a connection failed with, as far as a remedy depends on it. */
export type NetworkTrouble = 'dns' | 'refused' | 'tls' | 'proxy' | 'timeout' | 'network';

export interface NetworkFailure {
  trouble: NetworkTrouble;
  /** Node's code (`ECONNREFUSED`, `CERT_HAS_EXPIRED`, …), or the error's name. */
  reason: string;
}

const PROXY = /^ERR_PROXY_/;
const TLS = /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_|EPROTO/;
const TROUBLES: Readonly<Record<string, NetworkTrouble>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  TimeoutError: 'timeout',
  AbortError: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
};

/** Of what fetch, a socket or a TLS handshake threw: the code may lie in the cause, or in the first of several. */
export function networkFailureOf(error: unknown): NetworkFailure {
  const reason = codeOf(error) ?? (error as Error | undefined)?.name ?? 'Error';
  const byPattern = PROXY.test(reason) ? 'proxy' : TLS.test(reason) ? 'tls' : 'network';
  return { reason, trouble: TROUBLES[reason] ?? byPattern };
}

function codeOf(error: unknown): string | undefined {
  const { code, cause, errors } = (error ?? {}) as { code?: unknown; cause?: unknown; errors?: unknown[] };
  if (typeof code === 'string') return code;
  if (Array.isArray(errors) && errors.length > 0) return codeOf(errors[0]);
  return cause === undefined ? undefined : codeOf(cause);
}
