/** REST-JSON as `@aws-sdk/client-ivs-realtime` speaks it: POST /Operation, JSON both ways, errors by header and body. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../http/body.ts';
import type { StageLogger } from '../log.ts';
import { ControlError } from './errors.ts';
import type { Faults } from './faults.ts';
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

  return {
    async handle(name, request, response) {
      const requestId = randomUUID();
      response.setHeader('x-amzn-requestid', requestId);
      response.setHeader('Content-Type', 'application/json');
      response.setHeader('Cache-Control', 'no-store, no-cache');
      try {
        const fault = faults.take(name);
        if (fault?.kind === 'hang') return;
        if (fault?.kind === 'reset') {
          request.socket.resetAndDestroy();
          return;
        }
        if (fault) throw new ControlError(fault.name, fault.message ?? `${fault.name} on order.`);
        response.end(JSON.stringify(await run(name, request)));
      } catch (error) {
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
