import { Tooltip } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { totalOf } from '../state/presence.ts';
import classes from './Header.module.css';
import { useLive, useServices, useViewing } from './services.ts';

/** People on this stage, connections on all of them, and how fresh both are. */
export function Counts() {
  const { t } = useTranslation();
  const format = useFormat();
  const { hello } = useServices();
  const stageArn = useViewing(({ view }) => view.stageArn) ?? hello.stageArn;
  const known = useLive(({ stats }) => stats !== null);
  const people = useLive(({ counts }) => (stageArn === null ? totalOf(counts) : (counts[stageArn] ?? 0)));
  const connections = useLive(({ counts }) => totalOf(counts));
  const connected = useLive((live) => live.connected);
  const asOf = useLive(({ asOfMs }) => (asOfMs === null ? null : Math.floor(asOfMs / 1000) * 1000));
  return (
    <div className={classes.counts} data-stale={!connected}>
      <Tooltip label={t('header.peopleHelp')} maw={320}>
        <span className={classes.count}>
          <span className={classes.figure} data-testid="viewer-count">
            {known ? format.number(people) : '–'}
          </span>
          {t(stageArn === null ? 'header.people' : 'header.peopleHere', { count: people })}
        </span>
      </Tooltip>
      <Tooltip label={t('header.connectionsHelp')} maw={320}>
        <span className={classes.count}>
          <span className={classes.figure} data-testid="connection-count">
            {known ? format.number(connections) : '–'}
          </span>
          {t('header.connections', { count: connections })}
        </span>
      </Tooltip>
      <Tooltip label={t(connected ? 'header.freshHelp' : 'header.staleHelp')} maw={320}>
        <span className={classes.asOf} data-testid="as-of" data-stale={!connected}>
          {!connected && <IconPlugConnectedX size={14} aria-hidden />}
          {!connected && t('header.stale')} {asOf !== null && t('header.asOf', { time: format.time(asOf) })}
        </span>
      </Tooltip>
    </div>
  );
}
