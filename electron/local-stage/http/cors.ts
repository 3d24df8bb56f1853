/** The media endpoint is called from whatever page plays the stage; a token guards it, not the origin. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export function allowAnyOrigin(response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Expose-Headers', 'location, x-amzn-requestid');
}

/** Answers a preflight, the ones about private, local and loopback addresses included. */
export function answerPreflight(request: IncomingMessage, response: ServerResponse): void {
  allowAnyOrigin(response);
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST, PATCH, DELETE, OPTIONS');
  // A star does not cover Authorization: what is asked for is named.
  response.setHeader(
    'Access-Control-Allow-Headers',
    request.headers['access-control-request-headers'] ?? 'authorization, content-type',
  );
  response.setHeader('Access-Control-Allow-Private-Network', 'true');
  response.setHeader('Access-Control-Allow-Local-Network', 'true');
  response.setHeader('Access-Control-Max-Age', '600');
  response.setHeader('Vary', 'Access-Control-Request-Headers');
  response.writeHead(204).end();
}
