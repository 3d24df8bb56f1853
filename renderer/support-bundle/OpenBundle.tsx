import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BundleOpening } from '../../shared/support-bundle.ts';
import { useServices } from '../app/services.ts';
import classes from './Bundle.module.css';

/** Asks for a file and opens it; why one cannot be opened is said beside it. */
export function OpenBundle({ onOpened, another = false }: { onOpened: () => void; another?: boolean }) {
  const { t } = useTranslation();
  const { bridge } = useServices();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Extract<BundleOpening, { status: 'refused' }> | null>(null);
  const open = async () => {
    setBusy(true);
    setRefused(null);
    const opening = await bridge.invoke('bundle:open').catch(
      (error: unknown): BundleOpening => ({
        status: 'refused',
        path: '',
        refusal: 'unreadable',
        message: String(error),
      }),
    );
    setBusy(false);
    if (opening.status === 'opened') onOpened();
    if (opening.status === 'refused') setRefused(opening);
  };
  return (
    <>
      {refused && (
        <span className={classes.refused} role="alert" data-testid="bundle-refused">
          {t(`bundle.refused.${refused.refusal}`, {
            file: refused.path.split(/[/\\]/).at(-1),
            message: refused.message,
          })}
        </span>
      )}
      <Button variant="default" size="compact-sm" loading={busy} onClick={() => void open()} data-testid="bundle-open">
        {another ? t('bundle.openAnother') : t('bundle.open')}
      </Button>
    </>
  );
}
