import { Button, Checkbox } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { goTo } from '../app/route.ts';
import { useServices } from '../app/services.ts';
import { Panel } from '../console/Panel.tsx';
import { useFormat } from '../i18n/format.ts';
import { sizeWords } from '../i18n/size-words.ts';
import type { SupportBundleState } from '../state/support-bundle.ts';
import classes from './Bundle.module.css';
import { OpenBundle } from './OpenBundle.tsx';

/** Makes a support bundle of this machine, and opens one of another. */
export function SupportBundlePanel() {
  const { t } = useTranslation();
  const { supportBundle } = useServices();
  const state = useStore(supportBundle.store);
  const [showUserIds, setShowUserIds] = useState(false);
  const helpId = useId();
  const busy = state.status === 'asking' || state.status === 'running';
  return (
    <Panel title={t('bundle.title')}>
      <div className={classes.maker} data-testid="support-bundle">
        <p>{t('bundle.about')}</p>
        <Checkbox
          size="sm"
          checked={showUserIds}
          disabled={busy}
          onChange={(event) => setShowUserIds(event.currentTarget.checked)}
          label={t('bundle.showUserIds')}
          aria-describedby={helpId}
          data-testid="bundle-user-ids"
        />
        <p id={helpId}>{t('bundle.showUserIdsHelp')}</p>
        <div className={classes.row}>
          <Button
            size="compact-sm"
            disabled={busy}
            onClick={() => supportBundle.make(showUserIds)}
            data-testid="bundle-make"
          >
            {t('bundle.make')}
          </Button>
          <OpenBundle onOpened={() => goTo('bundle')} />
        </div>
        <Making state={state} />
      </div>
    </Panel>
  );
}

/** How it stands; nothing while there is none. */
function Making({ state }: { state: SupportBundleState }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { supportBundle } = useServices();
  switch (state.status) {
    case 'idle':
    case 'asking':
      return null;
    case 'running':
      return (
        <div className={classes.row} role="status" data-testid="bundle-progress">
          <progress aria-label={t('bundle.progress')} />
          <span className={classes.outcome}>{t(`bundle.step.${state.progress.step}`)}</span>
          <Button variant="default" size="compact-xs" onClick={supportBundle.cancel} data-testid="bundle-cancel">
            {t('bundle.cancel')}
          </Button>
        </div>
      );
    case 'done': {
      const parts = state.problems.map(({ part }) => part).join(', ');
      return (
        <div className={classes.row} role="status" data-testid="bundle-done">
          <span className={classes.outcome}>
            {t('bundle.done', { path: state.path, size: sizeWords(state.bytes, format) })}
            {parts !== '' && ` ${t('bundle.incomplete', { parts })}`}
          </span>
          <Button variant="default" size="compact-xs" onClick={supportBundle.show} data-testid="bundle-show">
            {t('bundle.show')}
          </Button>
        </div>
      );
    }
    case 'failed':
      return (
        <div className={classes.row} role="alert" data-testid="bundle-failed">
          <span className={classes.outcome} data-tone="bad">
            {t(`bundle.failed.${state.problem}`, { message: state.message })}
          </span>
        </div>
      );
  }
}
