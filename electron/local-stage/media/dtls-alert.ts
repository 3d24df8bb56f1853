/** The goodbye of a media connection. werift ends DTLS without a word, and a browser then takes some 15 s to notice. */
import { setTimeout as pause } from 'node:timers/promises';
import type { RTCPeerConnection } from 'werift';

const CONTENT_TYPE_ALERT = 21;
const LEVEL_FATAL = 2;
const INTERNAL_ERROR = 80;
/** A UDP socket that is closed at once takes its last packet with it. */
const FLUSH_MS = 20;

interface RecordHeader {
  contentType: number;
  protocolVersion: { major: number; minor: number };
  epoch: number;
  sequenceNumber: number;
  contentLen: number;
}

/** Sends a fatal alert (RFC 5246 § 7.2, RFC 6347) over each open DTLS connection, so that the other side knows at once. */
export async function sendFatalAlert(connection: RTCPeerConnection): Promise<void> {
  const open = connection.dtlsTransports.flatMap(({ dtls, state }) => (dtls && state === 'connected' ? [dtls] : []));
  for (const dtls of open) {
    dtls.dtls.recordSequenceNumber += 1;
    const header: RecordHeader = {
      contentType: CONTENT_TYPE_ALERT,
      protocolVersion: dtls.dtls.version,
      epoch: dtls.dtls.epoch,
      sequenceNumber: dtls.dtls.recordSequenceNumber,
      contentLen: 2,
    };
    type Plaintext = Parameters<typeof dtls.cipher.encryptPacket>[0];
    const plaintext = { recordLayerHeader: header, fragment: Buffer.of(LEVEL_FATAL, INTERNAL_ERROR) } as Plaintext;
    const { fragment } = dtls.cipher.encryptPacket(plaintext);
    await dtls.transport.send(serialize(header, fragment));
  }
  if (open.length > 0) await pause(FLUSH_MS);
}

function serialize(header: RecordHeader, fragment: Buffer): Buffer {
  const bytes = Buffer.alloc(13 + fragment.length);
  bytes.writeUInt8(header.contentType, 0);
  bytes.writeUInt8(header.protocolVersion.major, 1);
  bytes.writeUInt8(header.protocolVersion.minor, 2);
  bytes.writeUInt16BE(header.epoch, 3);
  bytes.writeUIntBE(header.sequenceNumber, 5, 6);
  bytes.writeUInt16BE(fragment.length, 11);
  fragment.copy(bytes, 13);
  return bytes;
}
