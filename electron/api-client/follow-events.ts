/** Follows the API's event stream for as long as anybody wants it, across every cut. */
import { createParser } from 'eventsource-parser';
import type { ParticipantEvent, PresenceEvent, StageEvent, StatusEvent } from '../../shared/api.ts';
import type { LogEntry } from '../../shared/log.ts';

/** The service sends a comment every 15 s; silence for longer than this is a cut that nobody announced. */
const SILENCE_MS = 40_000;
const RETRY_MS = 1_000;

export interface FollowEventsOptions {
  baseUrl: string;
  apiKey: string;
  onPresence(event: PresenceEvent): void;
  onParticipant(event: ParticipantEvent): void;
  onStage(event: StageEvent): void;
  onStatus(event: StatusEvent): void;
  onLog(entry: LogEntry): void;
  /** True once the stream stands, false when it is cut: what is shown grows stale. Told only on change. */
  onConnected(connected: boolean): void;
  retryMs?: number;
}

/** Starts at once, resumes with Last-Event-ID after a cut. @returns its disposer */
export function followEvents(options: FollowEventsOptions): () => void {
  const stopped = new AbortController();
  let lastEventId: string | undefined;
  let connected = false;

  function tell(now: boolean): void {
    if (connected === now || stopped.signal.aborted) return;
    connected = now;
    options.onConnected(now);
  }

  async function followOnce(): Promise<void> {
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), SILENCE_MS);
    try {
      const response = await fetch(new URL('/api/events', options.baseUrl), {
        headers: {
          'x-api-key': options.apiKey,
          accept: 'text/event-stream',
          ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
        },
        signal: AbortSignal.any([stopped.signal, silence.signal]),
      });
      if (!response.ok || response.body === null) return;
      tell(true);
      const parser = createParser({
        onEvent({ id, event, data }) {
          if (id !== undefined) lastEventId = id;
          if (event === 'log') options.onLog(JSON.parse(data) as LogEntry);
          if (event === 'presence') options.onPresence(JSON.parse(data) as PresenceEvent);
          if (event === 'participant') options.onParticipant(JSON.parse(data) as ParticipantEvent);
          if (event === 'stage') options.onStage(JSON.parse(data) as StageEvent);
          if (event === 'status') options.onStatus(JSON.parse(data) as StatusEvent);
        },
      });
      for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), SILENCE_MS);
        parser.feed(chunk);
      }
    } finally {
      clearTimeout(timer);
      tell(false);
    }
  }

  async function follow(): Promise<void> {
    while (!stopped.signal.aborted) {
      await followOnce().catch(() => {}); // a cut is what this loop is for
      await sleep(options.retryMs ?? RETRY_MS, stopped.signal);
    }
  }

  void follow();
  return () => stopped.abort();
}

function sleep(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, delayMs);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
