/** Errors of the control plane, as Amazon IVS answers them: status, name and message are what the AWS client reads. */

const STATUS = {
  ValidationException: 400,
  SerializationException: 400,
  AccessDeniedException: 403,
  PendingVerification: 403,
  MissingAuthenticationTokenException: 403,
  IncompleteSignatureException: 403,
  InvalidSignatureException: 403,
  UnrecognizedClientException: 403,
  ExpiredTokenException: 403,
  ResourceNotFoundException: 404,
  UnknownOperationException: 404,
  ConflictException: 409,
  ServiceQuotaExceededException: 402,
  ThrottlingException: 429,
  InternalServerException: 500,
  ServiceUnavailableException: 503,
} as const;
export type ControlErrorName = keyof typeof STATUS;

export class ControlError extends Error {
  readonly status: number;
  override readonly name: ControlErrorName;

  constructor(name: ControlErrorName, message: string) {
    super(message);
    this.name = name;
    this.status = STATUS[name];
  }
}
