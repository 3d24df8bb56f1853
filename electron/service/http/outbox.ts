import type { ServerResponse } from 'node:http';

/**
 * Answers that become ready in one turn of the event loop go out together at its end. Each write wakes whoever reads it;
 * where work lies between the writes the reader has gone to sleep again by the next one, and waking it costs more than the
 * whole request did (docs/benchmarks.md). One answer alone leaves as soon as it did before.
 */
let waiting: Ready[] = [];

interface Ready {
  response: ServerResponse;
  body: string;
  encoding: 'latin1' | 'utf8';
}

/** Ends an answer whose head is set with its body, this turn. */
export function endThisTurn(response: ServerResponse, body: string, encoding: 'latin1' | 'utf8'): void {
  if (waiting.length === 0) setImmediate(flush);
  waiting.push({ response, body, encoding });
}

/** Ends at once what waits for the end of the turn. */
export function flush(): void {
  const all = waiting;
  waiting = [];
  for (const { response, body, encoding } of all) response.end(body, encoding);
}
