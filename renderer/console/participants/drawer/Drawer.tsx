import { ActionIcon, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { hrefOf } from '../../../app/route.ts';
import { useServices } from '../../../app/services.ts';
import { useEscape } from '../../../app/use-escape.ts';
import type { Listed } from '../../../state/participants-rows.ts';
import { CopyButton } from '../../CopyButton.tsx';
import { Failed, Waiting } from '../../Panel.tsx';
import { StateCell } from '../cells.tsx';
import page from '../Page.module.css';
import { type OpenRow, writeOpenRow } from '../place.ts';
import { timelineOf } from '../timeline-of.ts';
import { Actions } from './Actions.tsx';
import classes from './Drawer.module.css';
import { Facts } from './Facts.tsx';
import { GhostNotice } from './GhostNotice.tsx';
import { SessionBars } from './SessionBars.tsx';
import { Timeline } from './Timeline.tsx';
import { useDossier } from './use-dossier.ts';

interface DrawerProps {
  open: OpenRow;
  /** null: not in the list, or not any more; what is known of them is shown all the same. */
  listed: Listed | null;
  onClose: () => void;
}

/** Beside the list: who it is, what became of them, and why. */
export function Drawer({ open, listed, onClose }: DrawerProps) {
  const { t } = useTranslation();
  const { hello } = useServices();
  const stageArn = open.stageArn ?? listed?.stageArn ?? hello.stageArn;
  const name = open.kind === 'user' ? open.userId : (listed?.userId ?? null);
  const link = useMemo(() => {
    const params = new URLSearchParams();
    writeOpenRow(params, stageArn === null ? open : { ...open, stageArn });
    return new URL(hrefOf('participants', params), window.location.href).href;
  }, [open, stageArn]);
  useEscape(onClose);
  return (
    <aside className={page.drawer} aria-label={t('drawer.label')} data-testid="drawer">
      <header className={classes.head}>
        <div className={classes.who}>
          <h2 className={classes.name}>
            {name === null ? t('participants.nameless') : <bdi title={name}>{name}</bdi>}
          </h2>
          {name !== null && <CopyButton value={name} label={t('drawer.copyUser')} />}
        </div>
        {listed === null ? <span className={classes.absent}>{t('drawer.absent')}</span> : <StateCell listed={listed} />}
        <span className={classes.space} />
        <CopyButton value={link} label={t('drawer.copyLink')} link />
        <Tooltip label={t('drawer.close')}>
          <ActionIcon variant="subtle" color="gray" size={24} aria-label={t('drawer.close')} onClick={onClose}>
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </header>
      {stageArn !== null && (
        <Story key={`${stageArn}\n${name}\n${open.kind}`} open={open} listed={listed} stageArn={stageArn} name={name} />
      )}
    </aside>
  );
}

function Story({
  open,
  listed,
  stageArn,
  name,
}: Omit<DrawerProps, 'onClose'> & { stageArn: string; name: string | null }) {
  const { t } = useTranslation();
  const [dossier, known] = useDossier(open, stageArn);
  const entries = useMemo(() => [...known.entries.values()], [known.entries]);
  const participantId =
    listed?.participantId ??
    (open.kind === 'participant' ? open.participantId : (known.sessions[0]?.participantId ?? null));
  // Asked once for each participantId, and only of who is looked at.
  useEffect(() => {
    if (participantId !== null) dossier.askAws(participantId);
  }, [dossier, participantId]);
  const silentSinceMs = listed?.state === 'silent' && !listed.gone ? listed.lastHeartbeatAtMs : null;
  const { aws } = known;
  const items = useMemo(
    () =>
      timelineOf({
        entries,
        aws: aws.status === 'ready' ? { participantId: aws.data.participantId, events: aws.data.events } : null,
        silentSinceMs,
      }),
    [entries, aws, silentSinceMs],
  );
  return (
    <div className={classes.body}>
      {listed?.ghost && <GhostNotice ghost={listed.ghost} />}
      <Facts listed={listed} participantId={participantId} stageArn={stageArn} aws={aws} dossier={dossier} />
      <Actions listed={listed} participantId={participantId} stageArn={stageArn} userId={name} items={items} />
      <SessionBars sessions={known.sessions} entries={entries} live={listed !== null && !listed.gone} />
      {known.log.status === 'error' && <Failed message={known.log.message} strip onRetry={dossier.refresh} />}
      {known.log.status === 'loading' && items.length === 0 ? (
        <Waiting />
      ) : (
        <Timeline
          items={items}
          hasOlder={known.olderCursor !== null}
          loadingOlder={known.loadingOlder}
          onOlder={dossier.loadOlder}
        />
      )}
      <p className={classes.note}>{t('drawer.awsNote')}</p>
    </div>
  );
}
