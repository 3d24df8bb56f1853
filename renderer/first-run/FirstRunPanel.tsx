import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert-never.ts';
import type { SettingsView } from '../../shared/settings-view.ts';
import { useServices } from '../app/services.ts';
import classes from './FirstRun.module.css';
import type { FirstStep } from './first-steps.ts';
import { LanguageStep } from './LanguageStep.tsx';
import { StageStep } from './StageStep.tsx';
import { UseStep } from './UseStep.tsx';
import { type Settle, useSettle } from './use-settle.ts';

/** Beside the picture, never over it, and no dialog to answer: whoever only wants to watch does, and Esc ends it. */
export default function FirstRunPanel(props: { steps: readonly FirstStep[]; initial: SettingsView; onDone(): void }) {
  const { steps, initial, onDone } = props;
  const { t } = useTranslation();
  const { bridge } = useServices();
  const settle = useSettle(initial);
  const [at, setAt] = useState(0);
  const step = steps[at]!;
  const title = useId();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus({ preventScroll: true }), []);

  const onEscape = useEffectEvent((event: KeyboardEvent) => {
    // A dialog or a menu that is open takes it for itself.
    const elsewhere = document.querySelector('[role="dialog"]:not([data-testid="first-run"]), [role="menu"]') !== null;
    if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing && !elsewhere) onDone();
  });
  useEffect(() => {
    window.addEventListener('keydown', onEscape);
    return () => window.removeEventListener('keydown', onEscape);
  }, []);

  const last = at === steps.length - 1;
  // What is chosen holds at once, so that going on and skipping are one.
  const goOn = () => setAt(at + 1);
  const restart = () => {
    onDone();
    bridge.invoke('settings:restart').catch((error: unknown) => console.error(error));
  };
  return (
    <section
      ref={panel}
      className={classes.panel}
      role="dialog"
      aria-labelledby={title}
      tabIndex={-1}
      data-testid="first-run"
      data-step={step}
    >
      <div className={classes.head}>
        <h2 className={classes.title} id={title}>
          {t('firstRun.title')}
        </h2>
        <span className={classes.dim}>{t('firstRun.step', { step: at + 1, steps: steps.length })}</span>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={28}
          className={classes.close}
          aria-label={t('firstRun.close')}
          onClick={onDone}
          data-testid="first-run-close"
        >
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className={classes.body} tabIndex={0} aria-label={t(`firstRun.${step}.title`)}>
        <h3 className={classes.question}>{t(`firstRun.${step}.title`)}</h3>
        <Step step={step} settle={settle} />
      </section>
      {settle.view.restartNeeded && <p className={classes.waiting}>{t('firstRun.waiting')}</p>}
      <div className={classes.foot}>
        {at > 0 && (
          <Button variant="default" onClick={() => setAt(at - 1)} data-testid="first-run-back">
            {t('firstRun.back')}
          </Button>
        )}
        <span className={classes.space} />
        {!last && !settle.changed.has(step) && (
          <Button variant="subtle" color="gray" onClick={goOn} data-testid="first-run-skip">
            {t('firstRun.skip')}
          </Button>
        )}
        {last && settle.view.restartNeeded && (
          <Button variant="default" onClick={restart} data-testid="first-run-restart">
            {t('firstRun.restart')}
          </Button>
        )}
        {last ? (
          <Button onClick={onDone} data-testid="first-run-next">
            {t('firstRun.done')}
          </Button>
        ) : (
          <Button onClick={goOn} data-testid="first-run-next">
            {t('firstRun.next')}
          </Button>
        )}
      </div>
    </section>
  );
}

function Step({ step, settle }: { step: FirstStep; settle: Settle }) {
  switch (step) {
    case 'language':
      return <LanguageStep settle={settle} />;
    case 'stage':
      return <StageStep settle={settle} />;
    case 'use':
      return <UseStep settle={settle} />;
    default:
      return assertNever(step);
  }
}
