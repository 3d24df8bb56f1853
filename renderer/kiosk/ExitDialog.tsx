import { Modal } from '@mantine/core';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KioskExit } from '../../shared/kiosk.ts';
import { clockDuration } from '../i18n/format.ts';
import { useTicking } from '../state/ticker.ts';
import classes from './Keypad.module.css';
import { PinPad } from './PinPad.tsx';
import { isWhole, type PinKey, pinKeyOf, typed } from './pin-entry.ts';
import { type Exit, useExit } from './use-exit.ts';

/** Nobody is entering anything any more: the stage is shown again. */
const FORGOTTEN_AFTER_MS = 60_000;

/** The keypad over the stage; the PIN lives in it until it is sent, and nowhere else in the page. */
export default function ExitDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [digits, setDigits] = useState('');
  useFocusBack();
  const exit = useExit();
  const { status, pausedUntilMs, asking } = exit;
  const paused = pausedUntilMs !== null;
  const takesPin = status?.pin === 'set' && !paused && !asking;
  const ready = status?.pin === 'unset' || (takesPin && isWhole(digits));

  const press = (key: PinKey) => takesPin && setDigits(typed(digits, key));
  const leave = (to: KioskExit) => {
    if (!ready) return;
    exit.leave(digits, to);
    setDigits('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const key = pinKeyOf(event);
    if (key !== null) press(key);
    else if (event.key !== 'Enter' || (event.target as Element).closest('button') !== null) return;
    else leave('console');
    event.preventDefault();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('kiosk.title')}
      withCloseButton={false}
      closeOnClickOutside={false}
      centered
      size={400}
      transitionProps={{ duration: 0 }}
      classNames={{ header: classes.header, title: classes.title, body: classes.body, content: classes.content }}
      data-testid="kiosk-exit"
      onKeyDown={onKeyDown}
    >
      {/* The focus begins here: digits and Enter are for the PIN until somebody moves to a button. */}
      <p className={classes.words} role="status" tabIndex={-1} data-autofocus data-testid="kiosk-exit-words">
        <Words exit={exit} />
      </p>
      {status?.pin === 'set' && <PinPad count={digits.length} disabled={!takesPin} onKey={press} />}
      {status?.pin !== 'unreadable' && (
        <div className={classes.exits}>
          <Way label={t('kiosk.toConsole')} to="console" ready={ready} onLeave={leave} primary />
          <Way label={t('kiosk.toEnd')} to="quit" ready={ready} onLeave={leave} />
        </div>
      )}
      {!paused && <Forgotten key={`${digits.length} ${asking}`} onEnd={onClose} />}
      <button type="button" className={classes.way} onClick={onClose} data-testid="kiosk-stay">
        {t('kiosk.stay')}
      </button>
    </Modal>
  );
}

/** To whatever had the focus: a keyboard goes on from there. The dialog is never closed, but gone. */
function useFocusBack() {
  const [before] = useState(() => document.activeElement);
  useEffect(() => () => (before as HTMLElement | null)?.focus(), [before]);
}

/** Each digit and each answer begins the minute anew, by another key. */
function Forgotten({ onEnd }: { onEnd: () => void }) {
  useEffect(() => {
    const end = setTimeout(onEnd, FORGOTTEN_AFTER_MS);
    return () => clearTimeout(end);
  }, [onEnd]);
  return null;
}

function Way(props: {
  label: string;
  to: KioskExit;
  ready: boolean;
  primary?: boolean;
  onLeave: (to: KioskExit) => void;
}) {
  return (
    <button
      type="button"
      className={classes.way}
      data-primary={props.primary}
      disabled={!props.ready}
      onClick={() => props.onLeave(props.to)}
      data-testid={`kiosk-to-${props.to}`}
    >
      {props.label}
    </button>
  );
}

function Words({ exit: { status, wrong, pausedUntilMs, asking } }: { exit: Exit }) {
  const { t } = useTranslation();
  if (status?.pin === 'unset') return t('kiosk.unset');
  if (status?.pin === 'unreadable') return t('kiosk.unreadable');
  if (pausedUntilMs !== null) return <Paused untilMs={pausedUntilMs} />;
  if (asking) return t('kiosk.asking');
  return wrong === null ? t('kiosk.enter') : t('kiosk.wrong', { count: wrong.triesLeft });
}

function Paused({ untilMs }: { untilMs: number }) {
  const { t } = useTranslation();
  const seconds = useTicking((nowMs) => Math.max(0, Math.ceil((untilMs - nowMs) / 1000)));
  return t('kiosk.paused', { time: clockDuration(seconds) });
}
