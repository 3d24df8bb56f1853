import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isKioskPinFixed, type SettingsView } from '../../../shared/settings-view.ts';
import form from '../Form.module.css';
import rows from '../Settings.module.css';
import { PinForm } from './PinForm.tsx';
import { PinWord } from './PinWord.tsx';
import { type KioskPin, useKioskPin } from './use-kiosk-pin.ts';

/** The PIN among the settings: no setting itself, since nothing of it can be shown, exported or read back. */
export function KioskPinRow({ view }: { view: SettingsView }) {
  const { t } = useTranslation();
  const pin = useKioskPin();
  const kiosk = view.settings.find(({ name }) => name === 'kiosk');
  const isFixed = isKioskPinFixed(view);
  return (
    <li className={rows.row} data-testid="kiosk-pin" data-state={pin.state}>
      <div className={rows.words}>
        <span className={rows.label}>{t('kioskPin.label')}</span>
        <span className={rows.help}>{t('kioskPin.help')}</span>
      </div>
      <div className={rows.control}>
        {pin.state === 'unset' && <p className={form.hint}>{t('kioskPin.unset')}</p>}
        {!isFixed && <Ways pin={pin} />}
        <PinWord pin={pin} />
      </div>
      <div className={rows.origin}>
        {pin.state !== null && (
          <span className={rows.source} data-source={pin.state === 'set' ? 'user' : 'default'} data-testid="pin-state">
            {isFixed && <IconLock size={12} aria-hidden className={rows.icon} />}
            {t(`kioskPin.state.${pin.state}`)}
          </span>
        )}
        {isFixed && kiosk?.fixed && (
          <>
            <span className={rows.reason}>{t(`settings.fixed.${kiosk.fixed.by}`, { ...kiosk.fixed })}</span>
            <span className={rows.reason}>{t('kioskPin.fixed')}</span>
          </>
        )}
      </div>
    </li>
  );
}

/** What can be done with a PIN as it stands: set one, or change or remove the one that is there, which has to be known. */
function Ways({ pin }: { pin: KioskPin }) {
  const { t } = useTranslation();
  const [way, setWay] = useState<'change' | 'remove' | null>(null);
  const close = () => {
    setWay(null);
    pin.forget();
  };
  const closed = (done: boolean) => {
    if (done) setWay(null);
    return done;
  };

  if (pin.state === 'unset') {
    return (
      <PinForm
        fields={{ current: false, pin: true }}
        submit={t('kioskPin.save')}
        onSubmit={(given) => pin.give(given.pin, '')}
      />
    );
  }
  if (pin.state !== 'set') return null;
  switch (way) {
    case 'change':
      return (
        <PinForm
          key={way}
          fields={{ current: true, pin: true }}
          submit={t('kioskPin.save')}
          onSubmit={(given) => pin.give(given.pin, given.current).then(closed)}
          onCancel={close}
        />
      );
    case 'remove':
      return (
        <PinForm
          key={way}
          fields={{ current: true, pin: false }}
          submit={t('kioskPin.remove')}
          removes
          onSubmit={({ current }) => pin.give(null, current).then(closed)}
          onCancel={close}
        />
      );
    default:
      return (
        <span className={form.buttons}>
          <Button variant="default" onClick={() => setWay('change')} data-testid="pin-change">
            {t('kioskPin.change')}
          </Button>
          <Button variant="default" onClick={() => setWay('remove')} data-testid="pin-remove">
            {t('kioskPin.remove')}
          </Button>
        </span>
      );
  }
}
