import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionData } from '../../shared/api.ts';
import { useServices } from '../app/services.ts';
import { useAsked } from '../app/use-asked.ts';
import { CopyButton } from '../console/CopyButton.tsx';
import { Failed, Panel, Waiting } from '../console/Panel.tsx';
import { useFormat } from '../i18n/format.ts';
import classes from './Connection.module.css';

const CONNECTION_EVERY_MS = 15_000;

/** Who issues tokens, where AWS is, and whose credentials are used. */
export function InUsePanel() {
  const { t } = useTranslation();
  const { asking } = useServices();
  const { answer, failure } = useAsked({
    call: 'connection',
    key: '',
    input: () => undefined,
    everyMs: CONNECTION_EVERY_MS,
  });
  return (
    <Panel title={t('connection.inUse.title')}>
      {failure && (
        <Failed message={failure.message} strip={answer !== null} onRetry={() => asking.refresh('connection')} />
      )}
      {answer === null && !failure && <Waiting />}
      {answer && <InUse connection={answer.data} />}
    </Panel>
  );
}

function InUse({ connection: { issuer, region, endpoint, credentials } }: { connection: ConnectionData }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { source, accessKeyId, expiresAt, problem } = credentials;
  return (
    <>
      <dl className={classes.facts} data-testid="in-use">
        <Fact label={t('connection.inUse.issuer')}>{t(`connection.inUse.issuers.${issuer.kind}`)}</Fact>
        {issuer.publicKeyArn !== null && (
          <Fact label={t('connection.inUse.publicKey')}>
            <code className={classes.code} title={issuer.publicKeyArn}>
              {issuer.publicKeyArn}
            </code>
            <CopyButton value={issuer.publicKeyArn} label={t('connection.inUse.copyPublicKey')} />
          </Fact>
        )}
        <Fact label={t('connection.inUse.region')}>{region ?? t('connection.inUse.noRegion')}</Fact>
        <Fact label={t('connection.inUse.endpoint')}>
          {endpoint === null ? t('connection.inUse.amazon') : <code className={classes.code}>{endpoint}</code>}
        </Fact>
        <Fact label={t('connection.inUse.credentials')}>
          <span data-testid="credential-source">{t(`connection.source.${source}`)}</span>
          {accessKeyId !== null && <code className={classes.code}>{accessKeyId}</code>}
          {expiresAt !== null && (
            <span className={classes.dim} title={format.full(expiresAt)}>
              {t('connection.inUse.expires', { time: format.time(expiresAt) })}
            </span>
          )}
        </Fact>
      </dl>
      {problem !== null && (
        <p className={classes.problem} role="alert" data-testid="credential-problem">
          <IconAlertTriangle size={16} aria-hidden className={classes.icon} />
          {problem}
        </p>
      )}
    </>
  );
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
