/**
 * All that stands on werift, in one module: loading it takes longer than all the rest of a start,
 * so a stage listens first and loads it meanwhile.
 */
import { RTCDtlsTransport } from 'werift';

export { createTestCard } from '../test-card/test-card.ts';
export { createPublisher } from './publisher.ts';
export { createSubscriber } from './subscriber.ts';

export type MediaEngine = typeof import('./engine.ts');

/** Makes the certificate that all connections share, which the first viewer would wait for. */
export async function warmUp(): Promise<void> {
  await RTCDtlsTransport.SetupCertificate();
}
