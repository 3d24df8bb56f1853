/** A refused media request. The real service's bodies look like `{"code":2001,"message":"…"}`; its numbers are not known. */
const REFUSALS = {
  BAD_OFFER: { status: 400, number: 4000 },
  CODEC_MISMATCH: { status: 400, number: 4001 },
  UNAUTHORIZED: { status: 401, number: 4010 },
  TOKEN_EXPIRED: { status: 401, number: 4011 },
  FORBIDDEN: { status: 403, number: 4030 },
  STAGE_NOT_FOUND: { status: 404, number: 4040 },
  PUBLISHER_NOT_FOUND: { status: 404, number: 4041 },
  NOT_FOUND: { status: 404, number: 4042 },
  METHOD_NOT_ALLOWED: { status: 405, number: 4050 },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, number: 4150 },
  INTERNAL: { status: 500, number: 5000 },
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
