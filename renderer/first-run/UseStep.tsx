import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import form from '../settings/Form.module.css';
import { PinForm } from '../settings/kiosk-pin/PinForm.tsx';
import { PinWord } from '../settings/kiosk-pin/PinWord.tsx';
import { useKioskPin } from '../settings/kiosk-pin/use-kiosk-pin.ts';
import { Choices } from './Choices.tsx';
import type { Settle } from './use-settle.ts';

/** A console for somebody who works with it, or a locked screen; that says what it does, and the way out of it. */
export function UseStep({ settle }: { settle: Settle }) {
  const { t } = useTranslation();
  const kiosk = settle.value('kiosk') === true;
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
        <p className={form.hint} data-bad="true" role="alert">
          {problem}
        </p>
      )}
      {kiosk && <WayOut />}
    </>
  );
}

/** Nobody should lock a screen without knowing how to unlock it. */
function WayOut() {
  const { t } = useTranslation();
  const pin = useKioskPin();
  return (
    <div className={form.part}>
      <p className={form.hint}>{t('firstRun.use.wayOut')}</p>
      {pin.state === 'unset' && (
        <PinForm
          fields={{ current: false, pin: true }}
          submit={t('kioskPin.save')}
          onSubmit={(given) => pin.give(given.pin, '')}
        />
      )}
      {pin.state === 'set' && pin.done === null && <p className={form.hint}>{t('kioskPin.saved')}</p>}
      <PinWord pin={pin} />
    </div>
  );
}
