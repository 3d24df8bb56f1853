import { useTranslation } from 'react-i18next';
import { useLive } from '../../app/services.ts';
import { useFormat } from '../../i18n/format.ts';
import { useTicking } from '../../state/ticker.ts';
import { durationWords } from '../participants/duration-words.ts';
import classes from './EntryDetails.module.css';
import { type Avoided, avoidedMs, type Evidence } from './evidence.ts';
import type { LogTime } from './log-time.ts';

/** Why did it disconnect? In words: which signal, since when, for how long, and what that has saved. */
export function EvidenceBlock({ evidence, time }: { evidence: Evidence; time: LogTime }) {
  const { t } = useTranslation();
  const at = (ms: number) => time.mark(ms, false);
  const during = (ms: number) => durationWords(ms, t);
  const signal = (reason: Extract<Evidence, { kind: 'away' }>['signal']) =>
    reason === null ? t('evidence.noSignal') : t('evidence.signal', { signal: t(`reason.${reason}`) });
  switch (evidence.kind) {
    case 'disconnected': {
      const { lookedAwayAtMs, awayMs, disconnectedAtMs, avoided } = evidence;
      return (
        <Block title={t('evidence.title')}>
          <li>{signal(evidence.signal)}</li>
          <li>
            {lookedAwayAtMs === null || awayMs === null
              ? t('evidence.notTold')
              : t('evidence.notLooked', { since: at(lookedAwayAtMs), duration: during(awayMs) })}
          </li>
          <li>{t('evidence.disconnected', { at: at(disconnectedAtMs) })}</li>
          <li>
            <AvoidedWords avoided={avoided} disconnectedAtMs={disconnectedAtMs} time={time} />
          </li>
        </Block>
      );
    }
    case 'away': {
      const { atMs, deadlineInMs, outcome } = evidence;
      return (
        <Block title={t('evidence.awayTitle')}>
          <li>{signal(evidence.signal)}</li>
          <li>
            {deadlineInMs === null
              ? t('evidence.awaySince', { since: at(atMs) })
              : t('evidence.awayUntil', { since: at(atMs), duration: during(deadlineInMs) })}
          </li>
          {outcome && (
            <li>
              {t(outcome.what === 'back' ? 'evidence.lookedBack' : 'evidence.thenDisconnected', {
                duration: during(outcome.atMs - atMs),
              })}
            </li>
          )}
        </Block>
      );
    }
    case 'swept': {
      const { lastHeartbeatAtMs, atMs } = evidence;
      return (
        <Block title={t('evidence.title')}>
          <li>{t('evidence.lastHeartbeat', { at: at(lastHeartbeatAtMs) })}</li>
          <li>{t('evidence.swept', { duration: during(atMs - lastHeartbeatAtMs) })}</li>
          <li>{t('evidence.sweptUnknown')}</li>
        </Block>
      );
    }
  }
}

function Block({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className={classes.evidence} aria-label={title} data-testid="evidence">
      <h4 className={classes.subtitle}>{title}</h4>
      <ul>{children}</ul>
    </section>
  );
}

/** What was not paid for; it grows by the second while nobody is back. */
function AvoidedWords(props: { avoided: Avoided; disconnectedAtMs: number; time: LogTime }) {
  const { avoided, disconnectedAtMs, time } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const price = useLive(({ stats }) => stats?.data.pricePerMinute ?? null);
  const seconds = useTicking(() => Math.floor(avoidedMs(avoided, disconnectedAtMs, Date.now()) / 1000));
  const minutes = seconds / 60;
  const saved = t(price === null ? 'evidence.minutes' : 'evidence.minutesAndMoney', {
    minutes: format.number(minutes, 1),
    money: format.money(minutes * (price ?? 0)),
  });
  const { untilMs, endedBy } = avoided;
  if (untilMs === null || endedBy === null) return t('evidence.avoidedSoFar', { saved });
  return t(`evidence.avoidedUntil.${endedBy}`, {
    saved,
    at: time.mark(untilMs, untilMs - disconnectedAtMs > 43_200_000),
  });
}
