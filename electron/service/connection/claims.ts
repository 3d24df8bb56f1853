import type { Facts } from './facts.ts';

export interface EndpointClaims {
  eventsUrl: string;
  whipUrl: string;
  topic: string;
}

/** Where the run's own token leads to, read as the SDK reads it; null where there is none, or it is not readable. */
export function claimsOf({ token }: Facts): EndpointClaims | null {
  if (token === null || !token.ok) return null;
  try {
    const payload = JSON.parse(Buffer.from(token.value.token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const { events_url: eventsUrl, whip_url: whipUrl, topic } = payload as Record<string, unknown>;
    if (!isUrl(eventsUrl) || !isUrl(whipUrl) || typeof topic !== 'string') return null;
    return { eventsUrl, whipUrl, topic };
  } catch {
    return null;
  }
}

const isUrl = (value: unknown): value is string => typeof value === 'string' && URL.canParse(value);
