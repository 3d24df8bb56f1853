import { useTranslation } from 'react-i18next';
import type { OverviewData, Publishing } from '../../../shared/api.ts';
import { useStages } from '../../app/use-stages.ts';
import { useFormat } from '../../i18n/format.ts';
import type { Reading } from '../../state/asking.ts';
import { CopyButton } from '../CopyButton.tsx';
import panel from '../Panel.module.css';
import { Panel } from '../Panel.tsx';
import { stageName } from '../stage-name.ts';
import { hoursOf, useMoneyToday } from './FiguresPanel.tsx';
import { PublisherState } from './PublisherState.tsx';
import classes from './Stages.module.css';
import { type StageLine, stageLines } from './stage-lines.ts';
import { OVERVIEW_EVERY_MS, useOverview, useStale } from './use-overview.ts';

const SKELETON_ROWS = 2;

/** Each stage by itself. */
export function StagesPanel() {
  const { t } = useTranslation();
  const format = useFormat();
  const overview = useOverview();
  const stages = useStages();
  const stale = useStale(overview, OVERVIEW_EVERY_MS);
  const known = stages.answer?.data ?? null;
  const lines = overview.answer || known ? stageLines(overview.answer?.data ?? null, known?.stages ?? []) : null;
  return (
    <Panel
      title={t('stages.title')}
      aside={lines && <span className={panel.count}>{format.number(lines.length)}</span>}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a table in a frame is no set of fields */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard */}
      <div className={classes.frame} tabIndex={0} role="group" aria-label={t('stages.title')} data-stale={stale}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('stages.stage')}</th>
              <th scope="col">{t('stages.publisher')}</th>
              <th scope="col">{t('overview.people')}</th>
              <th scope="col">{t('overview.connections')}</th>
              <th scope="col">{t('overview.peak')}</th>
              <th scope="col">{t('overview.unique')}</th>
              <th scope="col">{t('overview.watchTime')}</th>
              <th scope="col">{t('overview.billed')}</th>
              <th scope="col">{t('overview.avoided')}</th>
            </tr>
          </thead>
          <tbody>
            {lines?.map((line) => (
              <StageRow
                key={line.stageArn}
                line={line}
                name={stageName(line.stageArn, known)}
                overview={overview}
                stale={stale}
                known={known !== null}
              />
            ))}
            {lines === null &&
              Array.from({ length: SKELETON_ROWS }, (_, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: they stand for nothing yet
                <tr key={index}>
                  <td colSpan={9}>
                    <span className={classes.skeleton} />
                  </td>
                </tr>
              ))}
            {lines?.length === 0 && (
              <tr>
                <td colSpan={9} className={classes.empty}>
                  {t('stages.empty')}
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

interface StageRowProps {
  line: StageLine;
  name: string;
  overview: Reading<OverviewData>;
  stale: boolean;
  /** The stages that the service follows are known. */
  known: boolean;
}

function StageRow({ line: { stageArn, stage, figures }, name, overview, stale, known }: StageRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = useMoneyToday(overview.answer, overview.previous, stageArn, stale);
  const count = (value: number | undefined) => (value === undefined ? '–' : format.number(value));
  return (
    <tr data-testid="stage-row">
      <th scope="row">
        <span className={classes.stage}>
          <span className={classes.name} title={stageArn}>
            {name}
          </span>
          <CopyButton value={stageArn} label={t('header.copyArn')} />
        </span>
      </th>
      <td className={classes.words}>
        <PublisherState publishing={stage?.publishing ?? nothingSaid} followed={stage !== null || !known} />
      </td>
      <td>{count(figures?.people)}</td>
      <td>{count(figures?.connections)}</td>
      <td>
        {count(figures?.peakToday)}
        {figures?.peakTodayAt && <span className={classes.minor}> {format.clock(figures.peakTodayAt)}</span>}
      </td>
      <td>{count(figures?.uniqueToday)}</td>
      <td>{money ? t('overview.duration', hoursOf(money.watchMinutes)) : '–'}</td>
      <td>
        {money?.billedCost ?? '–'}
        {figures?.overBudget && <span className={classes.over}>{t('cost.overBudget')}</span>}
      </td>
      <td className={classes.good}>{money?.avoidedCost ?? '–'}</td>
    </tr>
  );
}

const nothingSaid: Publishing = { state: 'unknown', asOf: null, publishers: [], validForMs: 0 };
