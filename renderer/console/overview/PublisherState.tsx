import { Tooltip } from '@mantine/core';
import { IconBroadcast, IconBroadcastOff, IconHelpCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Publishing } from '../../../shared/api.ts';
import { useFormat } from '../../i18n/format.ts';
import classes from './Stages.module.css';

const icons = { live: IconBroadcast, 'not-live': IconBroadcastOff, unknown: IconHelpCircle };

/** Whether anybody publishes, as AWS last said: icon, word and colour, who it is and of what moment. */
export function PublisherState({ publishing: { state, asOf, publishers } }: { publishing: Publishing }) {
  const { t } = useTranslation();
  const format = useFormat();
  const Icon = icons[state];
  const who = publishers.map(({ userId, participantId }) => userId || participantId).join(', ');
  const moment = asOf === null ? t('stages.neverHeard') : t('header.asOf', { time: format.time(asOf) });
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
