import { Tooltip } from '@mantine/core';
import { IconBroadcast, IconBroadcastOff, IconHelpCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Publishing } from '../../../shared/api.ts';
import { useFormat } from '../../i18n/format.ts';
import classes from './Stages.module.css';

const icons = { live: IconBroadcast, 'not-live': IconBroadcastOff, unknown: IconHelpCircle };

interface PublisherStateProps {
  publishing: Publishing;
  /** AWS is asked of it; false: the stage is not among those that are set up here. */
  followed?: boolean;
}

/** Whether anybody publishes, as AWS last said: icon, word and colour, who it is and of what moment. */
export function PublisherState({ publishing: { state, asOf, publishers }, followed = true }: PublisherStateProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const Icon = icons[state];
  const who = publishers.map(({ userId, participantId }) => userId || participantId).join(', ');
  const unheard = followed ? t('stages.neverHeard') : t('stages.notFollowed');
  const moment = asOf === null ? unheard : t('header.asOf', { time: format.time(asOf) });
  return (
    <Tooltip label={[who, moment].filter(Boolean).join(' · ')} maw={320}>
      <span className={classes.publisher} data-state={state} data-testid="publisher-state">
        <Icon size={16} stroke={1.6} aria-hidden />
        <span>
          {t(`stages.publishing.${state}`)} <span className={classes.minor}>{moment}</span>
        </span>
      </span>
    </Tooltip>
  );
}
