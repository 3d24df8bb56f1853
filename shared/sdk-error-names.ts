/** StageErrorCode of the SDK, by number (amazon-ivs-web-broadcast 1.41). */
export const sdkErrorNames = {
  1: 'TOKEN_MALFORMED',
  2: 'TOKEN_EXPIRED',
  3: 'TIMEOUT',
  4: 'FAILED',
  5: 'CANCELED',
  6: 'STAGE_AT_CAPACITY',
  7: 'CODEC_MISMATCH',
  8: 'TOKEN_NOT_ALLOWED',
  9: 'STAGE_DELETED',
  10: 'PARTICIPANT_DISCONNECTED',
  11: 'TOKEN_EXCHANGE_REQUEST_INVALID',
  12: 'TOKEN_EXCHANGE_FAILED',
} as const;
