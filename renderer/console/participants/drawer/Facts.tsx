import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.ts';
import type { AwsState, Dossier } from '../../../state/dossier.ts';
import type { Listed } from '../../../state/participants-rows.ts';
import { CopyButton } from '../../CopyButton.tsx';
import { CostCell, WatchCell } from '../cells.tsx';
import { useStageNames } from '../stage-names.ts';
import classes from './Drawer.module.css';

interface FactsProps {
  listed: Listed | null;
  participantId: string | null;
  stageArn: string;
  aws: AwsState;
  dossier: Dossier;
}

/** Who it is, in our words and in AWS's. */
export function Facts({ listed, participantId, stageArn, aws, dossier }: FactsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useStageNames();
  return (
    <dl className={classes.facts}>
      <Fact term={t('participants.columns.participant')}>
        {participantId === null ? (
          '–'
        ) : (
          <>
            <code>{participantId}</code>
            <CopyButton value={participantId} label={t('participants.copyId')} />
          </>
        )}
      </Fact>
      <Fact term={t('participants.columns.stage')}>
        <span title={stageArn}>{nameOf(stageArn)}</span>
        <CopyButton value={stageArn} label={t('header.copyArn')} />
      </Fact>
      {listed && listed.lastHeartbeatAtMs !== null && (
        <>
          <Fact term={t('participants.columns.since')}>
            <span title={format.full(listed.joinedAtMs)}>{format.time(listed.joinedAtMs)}</span>
          </Fact>
          <Fact term={t('participants.columns.heartbeat')}>
            <span title={format.full(listed.lastHeartbeatAtMs)}>{format.time(listed.lastHeartbeatAtMs)}</span>
          </Fact>
          <Fact term={t('drawer.watchAndCost')}>
            <span>
              <WatchCell listed={listed} /> · <CostCell listed={listed} />
            </span>
          </Fact>
        </>
      )}
      <AwsFacts aws={aws} onAgain={() => participantId !== null && dossier.askAws(participantId, true)} />
    </dl>
  );
}

/** What GetParticipant says of the client. */
function AwsFacts({ aws, onAgain }: { aws: AwsState; onAgain: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  switch (aws.status) {
    case 'idle':
      return null;
    case 'loading':
      return <Fact term={t('drawer.client')}>{t('drawer.askingAws')}</Fact>;
    case 'error':
      return (
        <Fact term={t('drawer.client')}>
          {/* Who has a token and never came to AWS is no fault of anybody's. */}
          <span className={aws.code === 'PARTICIPANT_NOT_FOUND' ? classes.dim : classes.problem} role="status">
            {aws.message}
          </span>
          <Button size="compact-xs" variant="default" onClick={onAgain}>
            {t('panel.retry')}
          </Button>
        </Fact>
      );
    case 'ready': {
      const { data } = aws;
      const named = (name: string | null, version: string | null) => [name, version].filter(Boolean).join(' ') || '–';
      return (
        <>
          <Fact term={t('drawer.browser')}>{named(data.browserName, data.browserVersion)}</Fact>
          <Fact term={t('drawer.system')}>{named(data.osName, data.osVersion)}</Fact>
          <Fact term={t('drawer.isp')}>{data.ispName ?? '–'}</Fact>
          <Fact term={t('drawer.sdk')}>
            {named(data.sdkVersion, data.protocol === 'UNKNOWN' ? null : data.protocol)}
          </Fact>
          <Fact term={t('drawer.atAws')}>
            {t(`drawer.awsState.${data.state}`)}
            <span className={classes.dim}>{t('header.asOf', { time: format.time(data.asOf) })}</span>
          </Fact>
        </>
      );
    }
  }
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
