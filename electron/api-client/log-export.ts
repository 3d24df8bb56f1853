/** The connection log as a stream of bytes: GET /api/log/export. */
import type { LogExportFormat, LogFilterInput } from '../../shared/api.ts';
import type { Language } from '../../shared/settings.ts';

export type LogExportStream =
  | { ok: true; body: ReadableStream<Uint8Array> }
  | { ok: false; kind: 'refused' | 'unreachable'; message: string };

/** Never rejects; what goes wrong after the first byte is an error of the stream. Ends with `signal`. */
export type OpenLogExport = (
  query: LogFilterInput & { format: LogExportFormat },
  signal: AbortSignal,
) => Promise<LogExportStream>;

export function createLogExport(options: { baseUrl: string; apiKey: string; language(): Language }): OpenLogExport {
  return async (query, signal) => {
    const url = new URL('/api/log/export', options.baseUrl);
    for (const [name, value] of Object.entries(query)) {
      for (const each of value === undefined ? [] : [value].flat()) url.searchParams.append(name, String(each));
    }
    try {
      const response = await fetch(url, {
        headers: { 'x-api-key': options.apiKey, 'accept-language': options.language() },
        signal,
      });
      if (response.ok && response.body !== null) return { ok: true, body: response.body };
      const answer = (await response.json().catch(() => null)) as { error?: { message?: string } } | null;
      return { ok: false, kind: 'refused', message: answer?.error?.message ?? `HTTP ${response.status}` };
    } catch (error) {
      return { ok: false, kind: 'unreachable', message: (error as Error).message };
    }
  };
}
