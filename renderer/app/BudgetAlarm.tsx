import { IconCoin } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCostSettings } from '../console/cost/use-cost.ts';
import { useOverview } from '../console/overview/use-overview.ts';
import { useStageName } from '../console/stage-name.ts';
import { useFormat } from '../i18n/format.ts';
import { NoticeBar } from './NoticeBar.tsx';
import classes from './Notices.module.css';
import { hrefOf, type Route } from './route.ts';

/** Money goes by the minute: once a minute is soon enough where nobody looks at figures. */
const EVERY_MS = 60_000;

/**
 * A stage has cost more today than it may: said on every page until dismissed for the day; the overview lists it itself.
 * Without a budget nobody asks what the day has cost: the service would read its whole history for it.
 */
export function BudgetAlarm({ route }: { route: Route }) {
  const { answer } = useCostSettings(EVERY_MS);
  const hasBudget = answer !== null && Object.keys(answer.data.dailyBudgets).length > 0;
  return hasBudget && <OverBudget route={route} />;
}

function OverBudget({ route }: { route: Route }) {
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
    <NoticeBar
      key={stageArn}
      icon={IconCoin}
      testId="budget-alarm"
      said={t('alarm.budgetSaid', { stage: nameOf(stageArn) })}
      onDismiss={() => setDismissed([...dismissed, `${today} ${stageArn}`])}
    >
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
    </NoticeBar>
  ));
}
