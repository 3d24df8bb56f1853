import { Button } from '@mantine/core';
import { IconAlertTriangle, IconDatabaseExport, IconDatabaseOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackupStatus, BackupsData } from '../../shared/api.ts';
import type { ApiResult } from '../../shared/ipc.ts';
import { useServices } from '../app/services.ts';
import { useAsked } from '../app/use-asked.ts';
import { CopyButton } from '../console/CopyButton.tsx';
import { Empty, Failed, Panel, Waiting } from '../console/Panel.tsx';
import { useFormat } from '../i18n/format.ts';
import { BackupRow } from './BackupRow.tsx';
import classes from './Backups.module.css';

const BACKUPS_EVERY_MS = 15_000;

/** What came of the last thing that was asked for. */
type Outcome = { good: boolean; words: string } | null;

/** The backups of the database: those there are, one more now, one put back. */
export function Backups() {
  const { t } = useTranslation();
  const { bridge, asking } = useServices();
  const [busy, setBusy] = useState<'backing-up' | 'restoring' | null>(null);
  const [outcome, setOutcome] = useState<Outcome>(null);
  const { answer, failure } = useAsked({
    call: 'backups',
    key: '',
    input: () => undefined,
    everyMs: BACKUPS_EVERY_MS,
  });

  async function perform<T>(
    doing: 'backing-up' | 'restoring',
    ask: () => Promise<ApiResult<T>>,
    done: (data: T) => string,
  ): Promise<void> {
    setBusy(doing);
    setOutcome(null);
    try {
      const result = await ask();
      setOutcome(result.ok ? { good: true, words: done(result.data) } : { good: false, words: result.message });
    } catch (error) {
      setOutcome({ good: false, words: error instanceof Error ? error.message : String(error) });
    }
    setBusy(null);
    asking.refresh('backups');
  }

  const backUp = () =>
    perform(
      'backing-up',
      () => bridge.invoke('api:back-up', {}),
      () => t('backups.made'),
    );
  const restore = (name: string) =>
    perform(
      'restoring',
      () => bridge.invoke('api:restore-backup', { name }),
      ({ setAside }) => t('backups.restored', { file: setAside }),
    );

  return (
    <Panel
      title={t('backups.title')}
      aside={
        <Button
          variant="default"
          className={classes.now}
          onClick={() => void backUp()}
          loading={busy === 'backing-up'}
          disabled={busy !== null || answer === null}
          leftSection={<IconDatabaseExport size={16} aria-hidden />}
          data-testid="back-up-now"
        >
          {t('backups.now')}
        </Button>
      }
    >
      {failure && (
        <Failed message={failure.message} strip={answer !== null} onRetry={() => asking.refresh('backups')} />
      )}
      {answer === null && !failure && <Waiting />}
      {answer && (
        <>
          <Plan data={answer.data} />
          <p className={classes.told} role="status" data-good={outcome?.good ?? true} data-testid="backup-outcome">
            {outcome?.words}
          </p>
          <List data={answer.data} busy={busy !== null} onRestore={restore} />
        </>
      )}
    </Panel>
  );
}

/** How often, how many, where, and what is wrong with it. */
function Plan({ data: { folder, kept, nextAt, state } }: { data: BackupsData }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={classes.plan} data-testid="backup-plan">
      {state.status === 'failing' && <Failing state={state} />}
      <p className={classes.words}>
        {kept === 0
          ? t('backups.off')
          : t('backups.daily', { count: kept, next: nextAt === null ? '' : format.dayAndClock(nextAt) })}
      </p>
      <p className={classes.folder}>
        <span>{t('backups.folder')}</span>
        <code title={folder}>{folder}</code>
        <CopyButton value={folder} label={t('backups.copyFolder')} />
      </p>
    </div>
  );
}

function Failing({ state }: { state: Extract<BackupStatus, { status: 'failing' }> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { reason, message, nextTryAt } = state;
  return (
    <p className={classes.failing} title={message} data-testid="backup-failing">
      <IconAlertTriangle size={16} aria-hidden className={classes.icon} />
      {t(`alarm.backup.${reason}`, { time: format.clock(nextTryAt) })}
    </p>
  );
}

function List(props: { data: BackupsData; busy: boolean; onRestore(name: string): Promise<void> }) {
  const { t } = useTranslation();
  const { backups } = props.data;
  const [asked, setAsked] = useState<string | null>(null);
  if (backups.length === 0) {
    const icon = <IconDatabaseOff size={24} stroke={1.4} aria-hidden />;
    return <Empty icon={icon} title={t('backups.none')} hint={t('backups.noneHint')} />;
  }
  return (
    <ul className={classes.list} aria-label={t('backups.list')}>
      {backups.map((backup) => (
        <BackupRow
          key={backup.name}
          backup={backup}
          busy={props.busy}
          asked={asked === backup.name}
          onAsk={(asks) => setAsked(asks ? backup.name : null)}
          onRestore={async () => {
            setAsked(null);
            await props.onRestore(backup.name);
          }}
        />
      ))}
    </ul>
  );
}
