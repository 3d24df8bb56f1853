/** REST-JSON as `@aws-sdk/client-ivs-realtime` speaks it: POST /Operation, JSON both ways, errors by header and body. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { assertNever } from '../../../shared/assert-never.ts';
import { RequestCut, readBody } from '../http/body.ts';
import type { StageLogger } from '../log.ts';
import { ControlError } from './errors.ts';
import type { Fault, Faults } from './faults.ts';
import { type ControlContext, operations } from './operations.ts';
import { readRequest } from './validation.ts';

export interface ControlPlane {
  handle(operation: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
}

export function createControlPlane(context: ControlContext, faults: Faults, logger: StageLogger): ControlPlane {
  async function run(name: string, request: IncomingMessage): Promise<object> {
    const text = await readBody(request);
    checkSignature(request);
    const operation = operations[name];
    if (!operation) throw new ControlError('UnknownOperationException', `There is no operation ${name}.`);
    if (text === null) throw new ControlError('SerializationException', 'The request body is too large.');
    return operation.run(readRequest(text, operation.fields), context);
  }

  /** @returns `over`: nothing more is to be answered */
  function misbehave(fault: Fault, request: IncomingMessage, response: ServerResponse): 'over' | 'goes-on' {
    switch (fault.kind) {
      case 'hang':
        return 'over';
      case 'reset':
        request.socket.resetAndDestroy();
        return 'over';
      case 'garbage':
        response.removeHeader('x-amzn-requestid');
        response.setHeader('Content-Type', 'text/html');
        response.writeHead(fault.status ?? 200).end(fault.body ?? '<html>Sign in to the network</html>');
        return 'over';
      case 'error':
        throw new ControlError(fault.name, fault.message ?? `${fault.name} on order.`);
      case 'clock':
        checkTime(request, response, context.now() + fault.offsetMs);
        return 'goes-on';
      default:
        return assertNever(fault);
    }
  }

  return {
    async handle(name, request, response) {
      const requestId = randomUUID();
      response.setHeader('x-amzn-requestid', requestId);
      response.setHeader('Content-Type', 'application/json');
      response.setHeader('Cache-Control', 'no-store, no-cache');
      try {
        const fault = faults.take(name);
        if (fault !== null && misbehave(fault, request, response) === 'over') return;
        response.end(JSON.stringify(await run(name, request)));
      } catch (error) {
        if (error instanceof RequestCut) return logger.debug({ operation: name, requestId }, 'A request was cut.');
        const known = error instanceof ControlError ? error : null;
        if (!known) logger.error({ err: error, operation: name, requestId }, 'A control-plane operation failed.');
        const {
          status,
          name: type,
          message,
        } = known ?? new ControlError('InternalServerException', 'Unexpected error during processing of request.');
        response.setHeader('x-amzn-errortype', type);
        response.writeHead(status).end(JSON.stringify({ __type: type, message, exceptionMessage: message }));
      }
    },
  };
}

/** A signature is good for five minutes, by the control plane's clock, which it tells. */
const SIGNATURE_LIFETIME_MS = 5 * 60_000;
const amzDate = (ms: number) => `${new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '')}`;

/** @throws ControlError InvalidSignatureException in AWS's words */
function checkTime(request: IncomingMessage, response: ServerResponse, now: number): void {
  response.setHeader('Date', new Date(now).toUTCString());
  const signed = String(request.headers['x-amz-date']);
  const signedAt = Date.parse(signed.replace(/(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)/, '$1-$2-$3:$4:$5'));
  const [earliest, latest] = [now - SIGNATURE_LIFETIME_MS, now + SIGNATURE_LIFETIME_MS];
  if (signedAt >= earliest && signedAt <= latest) return;
  const told =
    signedAt < earliest
      ? `Signature expired: ${signed} is now earlier than ${amzDate(earliest)} (${amzDate(now)} - 5 min.)`
      : `Signature not yet current: ${signed} is still later than ${amzDate(latest)} (${amzDate(now)} + 5 min.)`;
  throw new ControlError('InvalidSignatureException', told);
}

/** Any credentials will do, but a request that is not signed at all is refused as AWS refuses it. */
function checkSignature(request: IncomingMessage): void {
  const { authorization } = request.headers;
  if (authorization === undefined) {
    throw new ControlError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  if (!/^AWS4-HMAC-SHA256 .*Credential=[^,]+\/ivs\/aws4_request.*Signature=[0-9a-f]{64}/.test(authorization)) {
    throw new ControlError('IncompleteSignatureException', 'The Authorization header is no AWS Signature Version 4.');
  }
}
