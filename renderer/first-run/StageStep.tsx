import { Button, TextInput } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionTestData } from '../../shared/api.ts';
import { useServices } from '../app/services.ts';
import { CredentialForm } from '../settings/CredentialsPanel.tsx';
import form from '../settings/Form.module.css';
import { CheckList } from '../settings/TestPanel.tsx';
import { useSecrets } from '../settings/use-secrets.ts';
import { Choices } from './Choices.tsx';
import classes from './FirstRun.module.css';
import type { Settle } from './use-settle.ts';

/** The stage on this machine, which plays already, or one on Amazon IVS, tried before it is relied on. */
export function StageStep({ settle }: { settle: Settle }) {
  const { t } = useTranslation();
  const given = settle.value('stageArn');
  const [kind, setKind] = useState<'local' | 'aws'>(given ? 'aws' : 'local');
  const [problem, setProblem] = useState<string | null>(null);

  async function choose(next: 'local' | 'aws'): Promise<void> {
    setKind(next);
    if (next === 'local' && given) setProblem(await settle.set('stage', 'stageArn', null));
    else settle.chose('stage');
  }
  return (
    <>
      <Choices
        label={t('firstRun.stage.title')}
        value={kind}
        choices={[
          { value: 'local', label: t('firstRun.stage.local'), help: t('firstRun.stage.localHelp') },
          { value: 'aws', label: t('firstRun.stage.aws'), help: t('firstRun.stage.awsHelp') },
        ]}
        onChoose={(next) => void choose(next)}
      />
      {problem !== null && (
        <p className={form.hint} data-bad="true" role="alert">
          {problem}
        </p>
      )}
      {kind === 'aws' && <AwsStage settle={settle} given={typeof given === 'string' ? given : ''} />}
    </>
  );
}

type Trial = { kind: 'none' } | { kind: 'running' } | { kind: 'done'; result: ConnectionTestData };

function AwsStage({ settle, given }: { settle: Settle; given: string }) {
  const { t } = useTranslation();
  const { bridge } = useServices();
  const { status, outcome, save } = useSecrets();
  const [stageArn, setStageArn] = useState(given);
  const [problem, setProblem] = useState<string | null>(null);
  const [trial, setTrial] = useState<Trial>({ kind: 'none' });
  const [used, setUsed] = useState(given);
  const [typing, setTyping] = useState(false);

  async function run(): Promise<void> {
    setTrial({ kind: 'running' });
    const found = await settle.check('stageArn', stageArn.trim());
    setProblem(found);
    if (found !== null) return setTrial({ kind: 'none' });
    try {
      const answer = await bridge.invoke('connection:try', { stageArn: stageArn.trim() });
      if (answer.ok) return setTrial({ kind: 'done', result: answer.data });
      setProblem(t('connection.test.failed', { reason: answer.message }));
    } catch (error) {
      setProblem(t('connection.test.failed', { reason: error instanceof Error ? error.message : String(error) }));
    }
    setTrial({ kind: 'none' });
  }
  async function use(): Promise<void> {
    const found = await settle.set('stage', 'stageArn', stageArn.trim());
    setProblem(found);
    if (found === null) setUsed(stageArn.trim());
  }

  const kept = status?.secrets['aws-credentials'].state === 'kept';
  return (
    <div className={form.part}>
      <TextInput
        size="xs"
        label={t('firstRun.stage.arn')}
        value={stageArn}
        error={problem}
        onChange={(event) => setStageArn(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        data-testid="first-run-arn"
      />
      <p className={form.hint}>{t(kept ? 'firstRun.stage.credentialsKept' : 'firstRun.stage.credentials')}</p>
      {!typing && status?.refusal === null && (
        <Button variant="default" size="compact-sm" className={form.start} onClick={() => setTyping(true)}>
          {t('firstRun.stage.enterCredentials')}
        </Button>
      )}
      {typing && <CredentialForm onSave={save} />}
      {typing && outcome !== null && (
        <p className={form.hint} role="status">
          {typeof outcome === 'string'
            ? t(`connection.credentials.${outcome}`)
            : t(`connection.credentials.refused.${outcome.refusal}`, { backend: status?.backend ?? '' })}
        </p>
      )}
      <div className={form.buttons}>
        <Button
          variant="default"
          leftSection={<IconPlugConnected size={16} aria-hidden />}
          loading={trial.kind === 'running'}
          disabled={stageArn.trim() === ''}
          onClick={() => void run()}
          data-testid="first-run-test"
        >
          {t('firstRun.stage.test')}
        </Button>
        <Button
          disabled={stageArn.trim() === '' || stageArn.trim() === used}
          onClick={() => void use()}
          data-testid="first-run-use"
        >
          {t('firstRun.stage.use')}
        </Button>
      </div>
      {used !== '' && (
        <p className={form.hint} role="status">
          {t('firstRun.stage.used')}
        </p>
      )}
      {trial.kind === 'done' && (
        <div className={classes.checks}>
          <CheckList checks={trial.result.checks} />
        </div>
      )}
    </div>
  );
}
