import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconHelpCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { hrefOf } from '../../app/route.ts';
import { useLive, useViewing } from '../../app/services.ts';
import { useStages } from '../../app/use-stages.ts';
import { useFormat } from '../../i18n/format.ts';
import { isStoreFailing } from '../../state/store-trouble.ts';
import panel from '../Panel.module.css';
import { Empty, Panel } from '../Panel.tsx';
import { stageName } from '../stage-name.ts';
import classes from './Alarms.module.css';
import { type Alarm, alarmsFrom, keyOf, remedyPage, severityOf } from './alarms.ts';
import { useDrift, useOverview } from './use-overview.ts';

/** What needs attention, what to do about it, and the way there. */
export function AlarmsPanel() {
  const { t } = useTranslation();
  const format = useFormat();
  const overview = useOverview();
  const stages = useStages();
  const drift = useDrift();
  const connected = useLive((live) => live.connected);
  const met = useViewing(({ view }) => view.apiProblem === 'store');
  const heard = useLive(({ storeTrouble }) => isStoreFailing(storeTrouble));
  const alarms = alarmsFrom({
    connected,
    storeFailing: met || heard,
    overview: overview.answer?.data ?? null,
    stages: stages.answer?.data ?? null,
    drift: drift.answer?.data ?? null,
  });
  const waiting = [overview, stages, drift].some(({ answer, failure }) => answer === null && failure === null);
  const unchecked = [
    overview.answer === null && t('alarms.parts.budgets'),
    stages.answer === null && t('alarms.parts.publishers'),
    drift.answer?.data.asOf == null && t('alarms.parts.drift'),
  ].filter((part) => part !== false);
  return (
    <Panel
      title={t('alarms.title')}
      aside={alarms.length > 0 && <span className={panel.count}>{format.number(alarms.length)}</span>}
    >
      <div className={classes.scroller} data-testid="alarms">
        {alarms.length > 0 && (
          <ul className={classes.list}>
            {alarms.map((alarm) => (
              <AlarmItem key={keyOf(alarm)} alarm={alarm} stage={nameOf(alarm, stages.answer?.data ?? null)} />
            ))}
          </ul>
        )}
        {alarms.length === 0 && !waiting && unchecked.length === 0 && (
          <Empty
            icon={<IconCircleCheck size={24} stroke={1.4} aria-hidden />}
            title={t('alarms.none')}
            hint={t('alarms.noneHint')}
          />
        )}
        {alarms.length === 0 && waiting && <div className={classes.skeleton} data-testid="skeleton" />}
        {!waiting && unchecked.length > 0 && (
          <p className={classes.unchecked} data-testid="alarms-unchecked">
            <IconHelpCircle size={18} stroke={1.6} aria-hidden className={classes.icon} />
            {t('alarms.unchecked', { parts: unchecked.join(t('alarms.comma')) })}
          </p>
        )}
      </div>
    </Panel>
  );
}

const nameOf = (alarm: Alarm, stages: Parameters<typeof stageName>[1]) =>
  'stageArn' in alarm ? stageName(alarm.stageArn, stages) : '';

function AlarmItem({ alarm, stage }: { alarm: Alarm; stage: string }) {
  const { t } = useTranslation();
  const words = useAlarmWords(alarm, stage);
  const severity = severityOf[alarm.kind];
  const page = remedyPage[alarm.kind];
  const Icon = severity === 'bad' ? IconCircleX : IconAlertTriangle;
  return (
    <li className={classes.alarm} data-severity={severity} data-testid="alarm" data-kind={alarm.kind}>
      <Icon size={18} stroke={1.6} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <strong>{words.title}</strong>
        <span>{words.body}</span>
        {page !== null && (
          <a className={classes.link} href={hrefOf(page)}>
            {t('alarms.open', { page: t(`nav.${page}`) })}
          </a>
        )}
      </div>
    </li>
  );
}

function useAlarmWords(alarm: Alarm, stage: string): { title: string; body: string } {
  const { t } = useTranslation();
  const format = useFormat();
  const values = {
    stage,
    count: 'viewers' in alarm ? alarm.viewers : 'count' in alarm ? alarm.count : 0,
    spent: 'spent' in alarm ? format.money(alarm.spent) : '',
    budget: 'budget' in alarm ? format.price(alarm.budget) : '',
  };
  return {
    title: t(`alarms.kinds.${alarm.kind}.title`, values),
    body: alarm.kind === 'aws' ? alarm.message : t(`alarms.kinds.${alarm.kind}.body`, values),
  };
}
