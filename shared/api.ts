/**
 * The HTTP contract (docs/api.md): one set of schemas validates requests, types both sides and yields
 * the OpenAPI document. Everything beside the four calls of `contract.ts` is additive.
 */
export * from './api/aws.ts';
export * from './api/backups.ts';
export * from './api/connection.ts';
export * from './api/contract.ts';
export * from './api/envelope.ts';
export * from './api/ids.ts';
export * from './api/log.ts';
export * from './api/overview.ts';
export * from './api/participants.ts';
export * from './api/reading.ts';
export * from './api/stages.ts';
