import { Button, Loader } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconPlugConnected,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Check, ConnectionTestData } from '../../shared/api.ts';
import { useServices } from '../app/services.ts';
import { CopyButton } from '../console/CopyButton.tsx';
import { Empty, Panel } from '../console/Panel.tsx';
import { useFormat } from '../i18n/format.ts';
import classes from './Connection.module.css';

type State =
  | { kind: 'untested' }
  | { kind: 'testing'; former: ConnectionTestData | null }
  | { kind: 'tested'; result: ConnectionTestData }
  | { kind: 'failed'; reason: string; former: ConnectionTestData | null };

/** One click tries everything; each check says in an icon, a word and a sentence how it went, and what to do. */
export function TestPanel() {
  const { t } = useTranslation();
  const { bridge, asking } = useServices();
  const [state, setState] = useState<State>({ kind: 'untested' });
  const result = resultOf(state);

  async function run(): Promise<void> {
    setState({ kind: 'testing', former: result });
    try {
      const answer = await bridge.invoke('api:test-connection', {});
      setState(
        answer.ok
          ? { kind: 'tested', result: answer.data }
          : { kind: 'failed', reason: answer.message, former: result },
      );
    } catch (error) {
      setState({ kind: 'failed', reason: error instanceof Error ? error.message : String(error), former: result });
    }
    asking.refresh('connection'); // credentials may have been renewed meanwhile
  }

  return (
    <Panel
      title={t('connection.test.title')}
      aside={
        <div className={classes.aside}>
          {result && <Verdict result={result} />}
          {result && <CopyButton value={JSON.stringify(result, null, 2)} label={t('connection.test.copy')} />}
          <Button
            onClick={() => void run()}
            loading={state.kind === 'testing'}
            leftSection={<IconPlugConnected size={16} aria-hidden />}
            data-testid="test-connection"
          >
            {t(state.kind === 'untested' ? 'connection.test.run' : 'connection.test.again')}
          </Button>
        </div>
      }
    >
      {state.kind === 'failed' && (
        <p className={classes.problem} role="alert">
          <IconAlertTriangle size={16} aria-hidden className={classes.icon} />
          {t('connection.test.failed', { reason: state.reason })}
        </p>
      )}
      {state.kind === 'untested' && (
        <Empty
          icon={<IconPlugConnected size={24} stroke={1.4} aria-hidden />}
          title={t('connection.test.empty')}
          hint={t('connection.test.emptyHint')}
        />
      )}
      {state.kind === 'testing' && result === null && (
        <div className={classes.running} role="status">
          <Loader size={20} color="gray" aria-hidden />
          {t('connection.test.running')}
        </div>
      )}
      {result && <CheckList checks={result.checks} former={state.kind === 'testing'} />}
    </Panel>
  );
}

function resultOf(state: State): ConnectionTestData | null {
  switch (state.kind) {
    case 'untested':
      return null;
    case 'tested':
      return state.result;
    default:
      return state.former;
  }
}

function Verdict({ result: { checks, startedAt, durationMs } }: { result: ConnectionTestData }) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = (status: Check['status']) => checks.filter((check) => check.status === status).length;
  const [wrong, worth] = [count('failed'), count('warning')];
  const words =
    wrong > 0
      ? t('connection.test.wrong', { count: wrong })
      : worth > 0
        ? t('connection.test.worth', { count: worth })
        : t('connection.test.fine');
  const times = { time: format.time(startedAt), duration: format.number(durationMs / 1000, 1) };
  return (
    <span className={classes.verdict} role="status" data-testid="verdict">
      <strong data-status={wrong > 0 ? 'failed' : worth > 0 ? 'warning' : 'ok'}>{words}</strong>
      <span className={classes.dim}>{t('connection.test.testedAt', times)}</span>
    </span>
  );
}

/** How each check went; `former`: of a test before the one that runs. */
export function CheckList({ checks, former = false }: { checks: readonly Check[]; former?: boolean }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.checks} data-testing={former} aria-label={t('connection.test.title')}>
      {checks.map((check) => (
        <CheckRow key={check.name} check={check} />
      ))}
    </ul>
  );
}

const icons = { ok: IconCircleCheck, warning: IconAlertTriangle, failed: IconCircleX, skipped: IconCircleDashed };
/** Names that the catalogue has words for; of a permission the action itself is the name. */
const named = [
  'control-plane',
  'clock',
  'region',
  'credentials',
  'stage',
  'token',
  'events',
  'media',
  'media-udp',
] as const;

function CheckRow({ check: { name, status, message, remedy } }: { check: Check }) {
  const { t } = useTranslation();
  const Icon = icons[status];
  const known = named.find((each) => each === name);
  const action = /^permission:(.+)$/.exec(name)?.[1];
  return (
    <li className={classes.check} data-status={status} data-testid="check" data-check={name}>
      <Icon size={16} stroke={1.8} aria-hidden className={classes.icon} />
      <span className={classes.status}>{t(`connection.status.${status}`)}</span>
      <span className={classes.name}>
        {action === undefined ? (
          known === undefined ? (
            name
          ) : (
            t(`connection.check.${known}`)
          )
        ) : (
          <code className={classes.code} title={t('connection.test.action', { action })}>
            {action}
          </code>
        )}
      </span>
      <span className={classes.message}>
        <bdi>{message}</bdi>
        {remedy !== null && <span className={classes.remedy}>{remedy}</span>}
      </span>
    </li>
  );
}
