import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type Finding, failed, fine, text } from '../service/connection/finding.ts';

const TIMEOUT_MS = 3_000;

/** One datagram from one socket of this machine to another: nothing here forbids UDP. What lies between here and AWS shows only with a stream. */
export async function checkUdp(signal: AbortSignal): Promise<Finding> {
  const receiver = createSocket('udp4');
  const sender = createSocket('udp4');
  try {
    receiver.bind(0, '127.0.0.1');
    await once(receiver, 'listening', { signal });
    const word = `stagewatch ${process.pid}`;
    const arrived = once(receiver, 'message', { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
    sender.send(word, receiver.address().port, '127.0.0.1');
    const [heard] = (await arrived) as [Buffer];
    if (heard.toString() !== word) throw new Error('another word came');
    return fine(text('這台電腦可以收發 UDP', 'This machine sends and receives UDP'));
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    return failed(
      text('這台電腦無法收發 UDP（{code}）', 'This machine cannot send and receive UDP ({code})', {
        code: code ?? name,
      }),
      text('請檢查防火牆與防毒軟體：影像以 UDP 傳送', 'Check firewall and security software: the video travels by UDP'),
      { error: code ?? name },
    );
  } finally {
    receiver.close();
    sender.close();
  }
}
