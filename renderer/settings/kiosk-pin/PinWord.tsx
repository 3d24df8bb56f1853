import { useTranslation } from 'react-i18next';
import { clockDuration } from '../../i18n/format.ts';
import { useTicking } from '../../state/ticker.ts';
import form from '../Form.module.css';
import type { KioskPin, PinTrouble } from './use-kiosk-pin.ts';

/** What came of the last try, for eyes and ears. */
export function PinWord({ pin: { state, done, trouble } }: { pin: KioskPin }) {
  const { t } = useTranslation();
  const shown: PinTrouble | null = state === 'unreadable' ? { kind: 'unreadable' } : trouble;
  return (
    <p className={form.hint} role="status" data-bad={shown !== null} data-testid="pin-word">
      {shown !== null && <Trouble trouble={shown} />}
      {shown === null && done !== null && t(`kioskPin.${done}`)}
    </p>
  );
}

function Trouble({ trouble }: { trouble: PinTrouble }) {
  const { t } = useTranslation();
  switch (trouble.kind) {
    case 'wrong':
      return t('kiosk.wrong', { count: trouble.triesLeft });
    case 'paused':
      return <Paused untilMs={trouble.untilMs} />;
    case 'unreadable':
      return t('kiosk.unreadable');
    default:
      return t(`kioskPin.${trouble.kind}`);
  }
}

function Paused({ untilMs }: { untilMs: number }) {
  const { t } = useTranslation();
  const seconds = useTicking((nowMs) => Math.max(0, Math.ceil((untilMs - nowMs) / 1000)));
  return seconds === 0 ? t('kioskPin.now') : t('kiosk.paused', { time: clockDuration(seconds) });
}
