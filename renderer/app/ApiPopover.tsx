import { Button, Popover } from '@mantine/core';
import { IconCheck, IconKey, IconPlugConnected } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../console/CopyButton.tsx';
import classes from './Popovers.module.css';
import { useServices } from './services.ts';

const COPIED_MS = 2_000;

/** Where the API is. Its key goes to the clipboard by way of the main process: it is never in this page. */
export function ApiPopover() {
  const { t } = useTranslation();
  const { hello, bridge } = useServices();
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  const copyKey = () => {
    bridge.invoke('app:copy-api-key').then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    );
    setTimeout(() => setOutcome(null), COPIED_MS);
  };
  return (
    <Popover position="bottom-end" width={340} trapFocus returnFocus>
      <Popover.Target>
        <Button variant="subtle" color="gray" leftSection={<IconPlugConnected size={16} aria-hidden />}>
          {t('api.button')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown} aria-label={t('api.title')}>
        <h2 className={classes.title}>{t('api.title')}</h2>
        <p className={classes.hint}>{t('api.hint')}</p>
        <div className={classes.value}>
          <code className={classes.code}>{hello.apiUrl}</code>
          <CopyButton value={hello.apiUrl} label={t('api.copyUrl')} />
        </div>
        <Button
          variant="default"
          fullWidth
          onClick={copyKey}
          leftSection={outcome === 'copied' ? <IconCheck size={16} aria-hidden /> : <IconKey size={16} aria-hidden />}
        >
          <span aria-live="polite">
            {outcome === null ? t('api.copyKey') : t(outcome === 'copied' ? 'api.keyCopied' : 'api.keyFailed')}
          </span>
        </Button>
        <p className={classes.hint}>{t('api.version', { version: hello.version, shell: hello.shell })}</p>
      </Popover.Dropdown>
    </Popover>
  );
}
