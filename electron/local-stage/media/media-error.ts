/** A refused media request: `{"code":2001,"message":"…"}`, with the numbers that the SDK reads (docs/sdk-errors.md). 2001: unspecified. */
const REFUSALS = {
  BAD_OFFER: { status: 400, number: 2001 },
  CODEC_MISMATCH: { status: 400, number: 2014 },
  UNAUTHORIZED: { status: 401, number: 2001 },
  TOKEN_EXPIRED: { status: 401, number: 2002 },
  FORBIDDEN: { status: 403, number: 2003 },
  STAGE_NOT_FOUND: { status: 404, number: 2001 },
  PUBLISHER_NOT_FOUND: { status: 404, number: 2004 },
  NOT_FOUND: { status: 404, number: 2001 },
  METHOD_NOT_ALLOWED: { status: 405, number: 2001 },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, number: 2001 },
  INTERNAL: { status: 500, number: 2001 },
} as const;
export type MediaErrorCode = keyof typeof REFUSALS;

export class MediaError extends Error {
  readonly code: MediaErrorCode;

  constructor(code: MediaErrorCode, message: string) {
    super(message);
    this.code = code;
  }

  get status(): number {
    return REFUSALS[this.code].status;
  }

  get body(): { code: number; message: string } {
    return { code: REFUSALS[this.code].number, message: this.message };
  }
}
