import { createServer } from 'node:net';
import { type Finding, failed, fine, text, warning } from '../service/connection/finding.ts';

const ASK_MS = 1_500;

/** Whether the API can listen where it is told to, and who does if it cannot. */
export async function checkPort(host: string, port: number, signal: AbortSignal): Promise<Finding> {
  const values = { host, port };
  const code = await tryListening(host, port);
  switch (code) {
    case null:
      return port === 0
        ? fine(text('會自動選用可用的連接埠', 'A free port is picked'), values)
        : fine(text('連接埠 {port} 可用', 'Port {port} is free', values), values);
    case 'EADDRINUSE': {
      const owner = await whoListens(host, port, signal);
      const details = { ...values, error: code, ...(owner !== null && { owner }) };
      const by = owner ?? 'another program';
      const message =
        owner === null
          ? text('連接埠 {port} 已被其他程式使用', 'Port {port} is in use by another program', values)
          : text('連接埠 {port} 已被 {by} 使用', 'Port {port} is in use by {by}', { ...values, by });
      return warning(
        message,
        text(
          '啟動時會改用下一個可用的連接埠；如果前端已寫定位址，請釋出這個連接埠或用 --port 指定',
          'The next free port is taken at the start; where clients know this one by heart, free it or give another with --port',
        ),
        details,
      );
    }
    case 'EACCES':
      return failed(
        text('沒有權限使用連接埠 {port}', 'Port {port} needs privileges that this user has not', values),
        text('請用 --port 指定 1023 以上的連接埠', 'Give one above 1023 with --port'),
        { ...values, error: code },
      );
    default:
      return failed(
        text('無法在 {host}:{port} 接受連線（{code}）', 'Cannot listen on {host}:{port} ({code})', { ...values, code }),
        text('請檢查 --host：必須是這台電腦的位址', 'Check --host: it must be an address of this machine'),
        { ...values, error: code },
      );
  }
}

/** @returns null where it went well, else the system's code */
function tryListening(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/** Our own API tells who it is; nobody else is asked for more than a health check. */
async function whoListens(host: string, port: number, signal: AbortSignal): Promise<string | null> {
  try {
    const response = await fetch(`http://${host.includes(':') ? `[${host}]` : host}:${port}/health`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(ASK_MS)]),
    });
    const body = (await response.json()) as { data?: { version?: unknown; uptimeSeconds?: unknown } };
    const { version, uptimeSeconds } = body.data ?? {};
    return typeof version === 'string' && typeof uptimeSeconds === 'number' ? `Stagewatch ${version}` : null;
  } catch {
    return null;
  }
}
