import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CostSettings } from '../../../shared/api.ts';
import type { ApiCallInput } from '../../../shared/ipc.ts';
import { useServices } from '../../app/services.ts';
import { useStages } from '../../app/use-stages.ts';
import { useFormat } from '../../i18n/format.ts';
import { AsOf } from '../overview/AsOf.tsx';
import { stageLines } from '../overview/stage-lines.ts';
import { useOverview, useStale } from '../overview/use-overview.ts';
import { Failed, Panel } from '../Panel.tsx';
import { stageName } from '../stage-name.ts';
import { AmountField } from './AmountField.tsx';
import { budgetLimits, priceLimits } from './amount.ts';
import classes from './Settings.module.css';
import { useCostSettings } from './use-cost.ts';

const OVERVIEW_EVERY_MS = 5_000;

/** The price of a minute and each stage's daily budget. They are the service's: every console sees a change. */
export function SettingsPanel() {
  const { t } = useTranslation();
  const format = useFormat();
  const { asking } = useServices();
  const reading = useCostSettings();
  const overview = useOverview(OVERVIEW_EVERY_MS);
  const stages = useStages();
  const stale = useStale(overview, OVERVIEW_EVERY_MS);
  const settings = reading.answer?.data ?? null;
  const save = useSave();
  const known = stageLines(overview.answer?.data ?? null, stages.answer?.data.stages ?? []);
  const arns = [...new Set([...known.map(({ stageArn }) => stageArn), ...Object.keys(settings?.dailyBudgets ?? {})])];
  const asOf = overview.answer?.data.asOf ?? null;
  return (
    <aside className={classes.settings}>
      <Panel title={t('cost.settings')}>
        {reading.failure && (
          <Failed message={reading.failure.message} strip={true} onRetry={() => asking.refresh('cost-settings')} />
        )}
        <div className={classes.body}>
          <AmountField
            label={t('cost.price')}
            value={settings?.pricePerMinute}
            shown={(value) => t('cost.perMinute', { price: format.price(value ?? 0) })}
            limits={priceLimits}
            save={(value) => save({ pricePerMinute: value ?? 0 })}
            testId="price"
          />
          <h3 className={classes.group}>
            {t('cost.budgets')} <AsOf at={asOf} stale={stale} />
          </h3>
          {arns.length === 0 && settings !== null && <p className={classes.hint}>{t('stages.empty')}</p>}
          {arns.map((stageArn) => {
            const spent = known.find((line) => line.stageArn === stageArn)?.figures?.billedCostToday;
            return (
              <AmountField
                key={stageArn}
                label={stageName(stageArn, stages.answer?.data ?? null)}
                value={settings === null ? undefined : (settings.dailyBudgets[stageArn] ?? null)}
                shown={(budget) =>
                  budget === null
                    ? t('cost.noBudget', { spent: format.money(spent ?? 0) })
                    : t('cost.spentOf', { spent: format.money(spent ?? 0), budget: format.price(budget) })
                }
                limits={budgetLimits}
                save={(value) => save({ dailyBudgets: { [stageArn]: value } })}
                spent={spent ?? 0}
                testId="budget"
              />
            );
          })}
          <p className={classes.hint}>{t('cost.settingsHint')}</p>
        </div>
      </Panel>
    </aside>
  );
}

/** Tells the service; resolves with the reason in words where it refuses. */
function useSave(): (change: ApiCallInput<'change-cost-settings'>) => Promise<string | null> {
  const { bridge, asking, live } = useServices();
  const [save] = useState(() => async (change: ApiCallInput<'change-cost-settings'>): Promise<string | null> => {
    try {
      const answer = await bridge.invoke('api:change-cost-settings', change);
      if (!answer.ok) return answer.message;
      asking.put('cost-settings', '', answer.data satisfies CostSettings);
      for (const call of ['overview', 'cost', 'series'] as const) asking.refresh(call);
      live.refresh();
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  });
  return save;
}
