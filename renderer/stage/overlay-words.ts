import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert-never.ts';
import type { Problem, ViewingIntent } from '../../shared/viewing.ts';
import type { Overlay } from './overlay-for.ts';

export interface OverlayWords {
  title: string;
  body: string | null;
  /** The one sensible thing to do; null where waiting is. */
  action: { label: string; intent: ViewingIntent } | null;
}

/** An overlay in words, without its ticking numbers. */
export function overlayWords(overlay: Overlay, t: TFunction): OverlayWords {
  const retry = { label: t('overlay.action.retry'), intent: 'retry' } as const;
  const look = { label: t('overlay.action.look'), intent: 'look' } as const;
  switch (overlay.kind) {
    case 'signed-out':
      return { title: t('overlay.signedOut.title'), body: null, action: null };
    case 'connecting': {
      if (overlay.slow)
        return { title: t('overlay.connecting.slow'), body: t('overlay.connecting.slowBody'), action: retry };
      return {
        title: t(overlay.returning ? 'overlay.connecting.returning' : 'overlay.connecting.title'),
        body: null,
        action: null,
      };
    }
    case 'reconnecting':
      return {
        title: t('overlay.reconnecting.title'),
        body: t(overlay.offerRetry ? 'overlay.reconnecting.longBody' : 'overlay.reconnecting.body'),
        action: overlay.offerRetry ? retry : null,
      };
    case 'starting':
      return { title: t('overlay.starting.title'), body: null, action: null };
    case 'not-live':
      return { title: t('overlay.notLive.title'), body: t('overlay.notLive.body'), action: null };
    case 'away':
      return {
        title: t('overlay.away.title', { reason: t(`awayReason.${overlay.reason}`) }),
        body: t('overlay.away.body'),
        action: { label: t('overlay.action.keep'), intent: 'look' },
      };
    case 'disconnecting':
      return { title: t('overlay.disconnecting.title'), body: t(`awayReason.${overlay.reason}`), action: look };
    case 'parked':
      return {
        title: t('overlay.parked.title'),
        body: t('overlay.parked.body', { reason: t(`awayReason.${overlay.reason}`) }),
        action: look,
      };
    case 'retrying':
      return {
        title: t(`overlay.retrying.title.${troubleOf(overlay.problem)}`),
        body: problemInWords(overlay.problem, t),
        action: { label: t('overlay.action.retryNow'), intent: 'retry' },
      };
    case 'ended':
      return {
        title: t(`overlay.ended.${overlay.reason}.title`),
        body: t(`overlay.ended.${overlay.reason}.body`),
        action: { label: t(`overlay.ended.${overlay.reason}.action`), intent: 'start-again' },
      };
    default:
      return assertNever(overlay);
  }
}

/** The API's messages come in the user's language; the SDK's are English and follow ours. */
function problemInWords(problem: Problem, t: TFunction): string {
  switch (problem.kind) {
    case 'api':
      return t('overlay.problem.api', { message: problem.message, code: problem.code });
    case 'api-unreachable':
      return t('overlay.problem.apiUnreachable');
    case 'stage':
      return stageProblemInWords(problem, t);
    case 'stage-full':
      return t('overlay.problem.stageFull');
    case 'token-refused':
      return t('overlay.problem.tokenRefused');
    default:
      return assertNever(problem);
  }
}

/** Let in without a picture is something else than not let in. */
const troubleOf = (problem: Problem) =>
  problem.kind === 'stage' && problem.at === 'subscribe' ? 'picture' : problem.kind;

/** What the SDK calls it stands behind, for whoever looks it up. */
function stageProblemInWords({ at, code, name, message }: Extract<Problem, { kind: 'stage' }>, t: TFunction): string {
  const called = code === null ? name : `${name}, ${code}`;
  switch (name) {
    case 'TIMEOUT':
      return t('overlay.problem.stage.timeout', { called });
    case 'CANCELED':
      return t('overlay.problem.stage.canceled', { called });
    case 'SUBSCRIBE_FAILED':
      return t('overlay.problem.stage.subscribe');
    case 'STAGE_LEFT':
      return t('overlay.problem.stage.left');
    default:
      return t(at === 'join' ? 'overlay.problem.stage.failed' : 'overlay.problem.stage.pictureFailed', {
        called,
        message: withoutCategory(message),
      });
  }
}

/** `[JOIN_ERROR] Operation failed` → `Operation failed`. */
const withoutCategory = (message: string) => message.replace(/^\[[A-Z_]+\] /, '');

export function useOverlayWords(overlay: Overlay | null): OverlayWords | null {
  const { t } = useTranslation();
  return useMemo(() => (overlay ? overlayWords(overlay, t) : null), [overlay, t]);
}
