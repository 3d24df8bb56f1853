import { Button } from '@mantine/core';
import { IconAlertTriangle, IconDownload, IconRefresh, IconUpload } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingGroup } from '../../shared/settings.ts';
import type { SettingsExport, SettingsImport, SettingView } from '../../shared/settings-view.ts';
import { useServices } from '../app/services.ts';
import { Panel, Waiting } from '../console/Panel.tsx';
import { SupportBundlePanel } from '../support-bundle/SupportBundlePanel.tsx';
import { Backups } from './Backups.tsx';
import { ImportPreview } from './ImportPreview.tsx';
import { KioskPinRow } from './kiosk-pin/KioskPinRow.tsx';
import { SettingRow } from './SettingRow.tsx';
import classes from './Settings.module.css';
import { useSettings } from './use-settings.ts';

type Outcome = SettingsExport | SettingsImport | { status: 'applied' };

/** Every setting with who set it; what a policy, the command line or the environment set is told and not to be changed. */
export default function SettingsPage() {
  const { t } = useTranslation();
  const { bridge } = useServices();
  const control = useSettings();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const { view, trouble } = control;
  const ask = (asked: Promise<Outcome>) => void asked.then(setOutcome, () => setOutcome(null));

  const actions = (
    <span className={classes.actions}>
      <Button
        variant="default"
        leftSection={<IconDownload size={14} aria-hidden />}
        onClick={() => ask(bridge.invoke('settings:choose-import'))}
        data-testid="import-settings"
      >
        {t('settings.import')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconUpload size={14} aria-hidden />}
        onClick={() => ask(bridge.invoke('settings:export'))}
        data-testid="export-settings"
      >
        {t('settings.export')}
      </Button>
    </span>
  );
  return (
    <Panel title={t('settings.title')} aside={actions}>
      <div className={classes.told} role="status" data-testid="settings-outcome">
        {outcome !== null && <OutcomeText outcome={outcome} />}
        {trouble !== null && <Warning text={t(trouble === 'failed' ? 'settings.failed' : 'settings.notSaved')} />}
        {view?.restartNeeded && (
          <p className={classes.line}>
            <IconRefresh size={16} aria-hidden className={classes.icon} />
            <span>{t('settings.restartNeeded')}</span>
            <Button size="compact-xs" onClick={() => void bridge.invoke('settings:restart')} data-testid="restart">
              {t('settings.restart')}
            </Button>
          </p>
        )}
      </div>
      {view === null && trouble === null && <Waiting />}
      {view !== null && (
        <div className={classes.page} data-testid="settings">
          {outcome?.status === 'chosen' && (
            <ImportPreview
              chosen={outcome}
              settings={view.settings}
              onApply={() => void control.applyImport().then((done) => setOutcome(done ? { status: 'applied' } : null))}
              onDiscard={() => setOutcome(null)}
            />
          )}
          {view.problems.length > 0 && (
            <section className={classes.preview} aria-label={t('settings.problems')}>
              <h3 className={classes.subtitle}>{t('settings.problems')}</h3>
              <ul className={classes.problems}>
                {view.problems.map(({ kind, values }) => (
                  <li key={JSON.stringify([kind, values])} data-testid="settings-problem">
                    {t(`notice.${kind}`, values)}
                  </li>
                ))}
              </ul>
            </section>
          )}
          {grouped(view.settings).map(([group, settings]) => (
            <section key={group} className={classes.group} aria-label={t(`settings.groups.${group}`)}>
              <h3 className={classes.groupTitle}>{t(`settings.groups.${group}`)}</h3>
              <ul className={classes.rows}>
                {settings.map((setting) => (
                  <Fragment key={setting.name}>
                    <SettingRow setting={setting} control={control} />
                    {setting.name === 'kiosk' && <KioskPinRow view={view} />}
                  </Fragment>
                ))}
              </ul>
            </section>
          ))}
          <div className={classes.group}>
            <Backups />
          </div>
          <div className={classes.group}>
            <SupportBundlePanel />
          </div>
        </div>
      )}
    </Panel>
  );
}

function OutcomeText({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation();
  switch (outcome.status) {
    case 'done':
      return <p className={classes.line}>{t('settings.exported', { path: outcome.path })}</p>;
    case 'applied':
      return <p className={classes.line}>{t('settings.applied')}</p>;
    case 'failed':
      return (
        <Warning
          text={
            'code' in outcome
              ? t('settings.importFailed', { path: outcome.path, code: outcome.code })
              : t('settings.exportFailed', { message: outcome.message })
          }
        />
      );
    default:
      return null;
  }
}

const Warning = ({ text }: { text: string }) => (
  <p className={classes.line} data-warning="true">
    <IconAlertTriangle size={16} aria-hidden className={classes.icon} />
    <span>{text}</span>
  </p>
);

/** By their groups, which come in the order of the page. */
function grouped(settings: readonly SettingView[]): [SettingGroup, SettingView[]][] {
  const groups = new Map<SettingGroup, SettingView[]>();
  for (const setting of settings) groups.set(setting.group, [...(groups.get(setting.group) ?? []), setting]);
  return [...groups];
}
