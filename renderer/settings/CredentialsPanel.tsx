import { Button, TextInput } from '@mantine/core';
import { IconCheck, IconLockOff } from '@tabler/icons-react';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useServices } from '../app/services.ts';
import { Panel, Waiting } from '../console/Panel.tsx';
import classes from './Connection.module.css';
import { type CredentialField, credentialFields, readCredentials } from './credential-fields.ts';
import { KeptSecret } from './KeptSecret.tsx';
import { type Outcome, useSecrets } from './use-secrets.ts';

/** AWS credentials go into the keychain here; nothing ever comes back out. */
export function CredentialsPanel() {
  const { t } = useTranslation();
  const { hello } = useServices();
  const { status, outcome, save, forget } = useSecrets();
  return (
    <Panel title={t('connection.credentials.title')}>
      {status === null && outcome === null && <Waiting />}
      {status === null && outcome !== null && (
        <p className={classes.problem} role="alert">
          {t('connection.credentials.unknown')}
        </p>
      )}
      {status && (
        <div className={classes.body}>
          {status.refusal !== null ? (
            <p className={classes.refusal} data-testid="keychain-refused">
              <IconLockOff size={16} aria-hidden className={classes.icon} />
              {t(`connection.credentials.refused.${status.refusal}`, { backend: status.backend })}
            </p>
          ) : (
            <p className={classes.hint}>
              {t('connection.credentials.hint', { backend: status.backend })}
              {hello.localStage && ` ${t('connection.credentials.localHint')}`}
            </p>
          )}
          <KeptSecret
            label={t('connection.credentials.inKeychain')}
            state={status.secrets['aws-credentials']}
            onForget={() => forget('aws-credentials')}
          />
          {status.refusal === null && <CredentialForm onSave={save} />}
          {status.secrets['private-key'].state !== 'absent' && (
            <KeptSecret
              label={t('connection.credentials.privateKey')}
              state={status.secrets['private-key']}
              onForget={() => forget('private-key')}
            />
          )}
          <Told outcome={outcome} backend={status.backend} />
        </div>
      )}
    </Panel>
  );
}

function Told({ outcome, backend }: { outcome: Outcome | null; backend: string }) {
  const { t } = useTranslation();
  const good = outcome === 'saved' || outcome === 'forgotten';
  return (
    <p className={classes.told} role="status" data-good={good} data-testid="credentials-outcome">
      {good && <IconCheck size={16} aria-hidden />}
      {typeof outcome === 'string' && t(`connection.credentials.${outcome}`)}
      {outcome !== null &&
        typeof outcome === 'object' &&
        t(`connection.credentials.refused.${outcome.refusal}`, { backend })}
    </p>
  );
}

/** The fields are read once and emptied: what was typed is in no state and no attribute. */
export function CredentialForm({
  onSave,
}: {
  onSave(credentials: ReturnType<typeof readCredentials>['values']): Promise<boolean>;
}) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const [problem, setProblem] = useState<CredentialField | null>(null);
  const [saving, setSaving] = useState(false);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!form.current) return;
    const { values, problem: found } = readCredentials(new FormData(form.current));
    setProblem(found);
    if (found !== null) return;
    form.current.reset();
    setSaving(true);
    await onSave(values);
    setSaving(false);
  }

  return (
    <form ref={form} className={classes.form} onSubmit={(event) => void submit(event)} autoComplete="off" noValidate>
      {credentialFields.map((field) => (
        <TextInput
          key={field}
          name={field}
          size="xs"
          type={field === 'accessKeyId' ? 'text' : 'password'}
          label={t(`connection.credentials.${field}`)}
          error={problem === field && t(`connection.credentials.problem.${field}`)}
          autoComplete="off"
          spellCheck={false}
          data-testid={`field-${field}`}
        />
      ))}
      <Button type="submit" loading={saving} className={classes.start} data-testid="save-credentials">
        {t('connection.credentials.save')}
      </Button>
    </form>
  );
}
