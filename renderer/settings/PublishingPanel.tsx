import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PublisherTokenData, StagesData } from '../../shared/api.ts';
import { useServices } from '../app/services.ts';
import { useStages } from '../app/use-stages.ts';
import { PublisherState } from '../console/overview/PublisherState.tsx';
import { Failed, Panel, Waiting } from '../console/Panel.tsx';
import { stageName } from '../console/stage-name.ts';
import classes from './Connection.module.css';
import { PublisherToken } from './PublisherToken.tsx';

const DEFAULT_USER_ID = 'obs';
const MAX_USER_ID_LENGTH = 128;

/** Who publishes now, and what somebody needs to begin. */
export function PublishingPanel() {
  const { t } = useTranslation();
  const { asking } = useServices();
  const { answer, failure } = useStages();
  return (
    <Panel title={t('connection.publishing.title')}>
      {failure && <Failed message={failure.message} strip={answer !== null} onRetry={() => asking.refresh('stages')} />}
      {answer === null && !failure && <Waiting />}
      {answer && (
        <div className={classes.body}>
          {answer.data.problem !== null && (
            <p className={classes.problem} role="alert">
              {answer.data.problem}
            </p>
          )}
          <StageStates stages={answer.data} />
          {answer.data.stages.length > 0 && <Issue stages={answer.data} />}
        </div>
      )}
    </Panel>
  );
}

function StageStates({ stages }: { stages: StagesData }) {
  const { t } = useTranslation();
  if (stages.stages.length === 0) return <p className={classes.hint}>{t('connection.publishing.noStages')}</p>;
  return (
    <ul className={classes.stages} aria-label={t('connection.publishing.stage')}>
      {stages.stages.map(({ stageArn, publishing }) => (
        <li key={stageArn}>
          <span className={classes.stageName} title={stageArn}>
            <bdi>{stageName(stageArn, stages)}</bdi>
          </span>
          <PublisherState publishing={publishing} />
        </li>
      ))}
    </ul>
  );
}

type State =
  | { kind: 'asking'; problem: string | null }
  | { kind: 'issuing' }
  | { kind: 'issued'; issued: PublisherTokenData };

/** The token lives in this component alone: it goes with the page, with its own end, or when it is discarded. */
function Issue({ stages }: { stages: StagesData }) {
  const { t } = useTranslation();
  const { bridge } = useServices();
  const [userId, setUserId] = useState(DEFAULT_USER_ID);
  const [chosen, setChosen] = useState<string | null>(null);
  const [state, setState] = useState<State>({ kind: 'asking', problem: null });
  const stageArn = chosen ?? stages.stages.find(({ isDefault }) => isDefault)?.stageArn ?? stages.stages[0]?.stageArn;

  useEffect(() => {
    if (state.kind !== 'issued') return;
    const leftMs = Date.parse(state.issued.expiresAt) - Date.now();
    const timer = setTimeout(() => setState({ kind: 'asking', problem: t('connection.publishing.expired') }), leftMs);
    return () => clearTimeout(timer);
  }, [state, t]);

  async function issue(event: FormEvent): Promise<void> {
    event.preventDefault();
    const id = userId.trim();
    if (id === '' || id.length > MAX_USER_ID_LENGTH) {
      setState({ kind: 'asking', problem: t('connection.publishing.userIdProblem') });
      return;
    }
    setState({ kind: 'issuing' });
    try {
      const answer = await bridge.invoke('api:publisher-token', { userId: id, ...(stageArn && { stageArn }) });
      setState(answer.ok ? { kind: 'issued', issued: answer.data } : { kind: 'asking', problem: answer.message });
    } catch (error) {
      setState({ kind: 'asking', problem: error instanceof Error ? error.message : String(error) });
    }
  }

  if (state.kind === 'issued') {
    return <PublisherToken issued={state.issued} onDiscard={() => setState({ kind: 'asking', problem: null })} />;
  }
  return (
    <form className={classes.form} onSubmit={(event) => void issue(event)}>
      {stages.stages.length > 1 && (
        <NativeSelect
          size="xs"
          label={t('connection.publishing.stage')}
          value={stageArn}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={stages.stages.map((stage) => ({ value: stage.stageArn, label: stageName(stage.stageArn, stages) }))}
        />
      )}
      <TextInput
        size="xs"
        label={t('connection.publishing.userId')}
        value={userId}
        autoComplete="off"
        error={state.kind === 'asking' && state.problem}
        onChange={(event) => setUserId(event.currentTarget.value)}
        data-testid="publisher-user"
      />
      <p className={classes.hint}>{t('connection.publishing.hint')}</p>
      <Button type="submit" className={classes.start} loading={state.kind === 'issuing'} data-testid="issue-publisher">
        {t('connection.publishing.issue')}
      </Button>
    </form>
  );
}
