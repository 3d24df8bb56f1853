import { ActionIcon } from '@mantine/core';
import { IconCoin, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOverview } from '../console/overview/use-overview.ts';
import { useStageName } from '../console/stage-name.ts';
import { useFormat } from '../i18n/format.ts';
import classes from './Notices.module.css';
import { hrefOf, type Route } from './route.ts';

/** Money goes by the minute: once a minute is soon enough where nobody looks at figures. */
const EVERY_MS = 60_000;

/** A stage has cost more today than it may: said on every page until dismissed for the day; the overview lists it itself. */
export function BudgetAlarm({ route }: { route: Route }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useStageName();
  const { answer } = useOverview(EVERY_MS);
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  if (answer === null || route === 'overview') return null;
  const today = format.day(answer.data.asOf);
  const over = answer.data.stages.filter(
    ({ overBudget, stageArn }) => overBudget && !dismissed.includes(`${today} ${stageArn}`),
  );
  return over.map(({ stageArn, billedCostToday, dailyBudget }) => (
    <div key={stageArn} className={classes.notice} role="status" data-testid="budget-alarm">
      <IconCoin size={16} aria-hidden className={classes.icon} />
      <span className={classes.text}>
        {t('alarm.budget', {
          stage: nameOf(stageArn),
          spent: format.money(billedCostToday),
          budget: format.price(dailyBudget ?? 0),
        })}{' '}
        {route !== 'cost' && (
          <a className={classes.link} href={hrefOf('cost')}>
            {t('alarms.open', { page: t('nav.cost') })}
          </a>
        )}
      </span>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        aria-label={t('notice.dismiss')}
        onClick={() => setDismissed([...dismissed, `${today} ${stageArn}`])}
      >
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </div>
  ));
}
