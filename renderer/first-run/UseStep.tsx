import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KioskPinState } from '../../shared/kiosk.ts';
import { useServices } from '../app/services.ts';
import { Choices } from './Choices.tsx';
import classes from './FirstRun.module.css';
import type { Settle } from './use-settle.ts';

/** A console for somebody who works with it, or a locked screen; that says what it does, and the way out of it. */
export function UseStep({ settle }: { settle: Settle }) {
  const { t } = useTranslation();
  const kiosk = settle.view.settings.find(({ name }) => name === 'kiosk')?.value === true;
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <>
      <Choices
        label={t('firstRun.use.title')}
        value={kiosk ? 'kiosk' : 'console'}
        choices={[
          { value: 'console', label: t('firstRun.use.console'), help: t('firstRun.use.consoleHelp') },
          { value: 'kiosk', label: t('firstRun.use.kiosk'), help: t('firstRun.use.kioskHelp') },
        ]}
        onChoose={(value) => void settle.set('use', 'kiosk', value === 'kiosk' ? true : null).then(setProblem)}
      />
      {problem !== null && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      {kiosk && <WayOut />}
    </>
  );
}

/** As shared/kiosk.ts has it; the main process checks again. */
const DIGITS = { min: 4, max: 12 };

/** Nobody should lock a screen without knowing how to unlock it. */
function WayOut() {
  const { t } = useTranslation();
  const { bridge } = useServices();
  const [state, setState] = useState<KioskPinState | null>(null);
  const [told, setTold] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    bridge.invoke('kiosk:status').then(
      ({ pin }) => !gone && setState(pin),
      (error: unknown) => console.error(error),
    );
    return () => {
      gone = true;
    };
  }, [bridge]);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const pin = String(new FormData(form).get('pin') ?? '');
    form.reset();
    if (!new RegExp(`^[0-9]{${DIGITS.min},${DIGITS.max}}$`).test(pin))
      return setTold(t('firstRun.use.pinAllowed', DIGITS));
    try {
      const { outcome } = await bridge.invoke('kiosk:set-pin', { pin, currentPin: '' });
      if (outcome === 'right') setState('set');
      setTold(outcome === 'right' ? null : t('firstRun.use.pinFailed'));
    } catch {
      setTold(t('firstRun.use.pinFailed'));
    }
  }

  return (
    <div className={classes.part}>
      <p className={classes.hint}>{t('firstRun.use.wayOut')}</p>
      {state === 'set' && (
        <p className={classes.hint} role="status" data-testid="first-run-pin-set">
          {t('firstRun.use.pinSet')}
        </p>
      )}
      {state === 'unset' && (
        <form className={classes.pin} onSubmit={(event) => void submit(event)} autoComplete="off" noValidate>
          <TextInput
            name="pin"
            type="password"
            size="xs"
            className={classes.grow}
            label={t('firstRun.use.pin')}
            inputMode="numeric"
            autoComplete="off"
            error={told}
            data-testid="first-run-pin"
          />
          <Button type="submit" variant="default" data-testid="first-run-set-pin">
            {t('firstRun.use.setPin')}
          </Button>
        </form>
      )}
    </div>
  );
}
