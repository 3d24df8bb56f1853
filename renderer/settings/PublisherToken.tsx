import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PublisherTokenData } from '../../shared/api.ts';
import { CopyButton } from '../console/CopyButton.tsx';
import { useFormat } from '../i18n/format.ts';
import classes from './Connection.module.css';
import { Fact } from './InUsePanel.tsx';

const CONCEALED = '••••••••••••';

/** What to type into OBS or a terminal. The token is in the page only while it is shown; it can be copied unseen. */
export function PublisherToken({ issued, onDiscard }: { issued: PublisherTokenData; onDiscard(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [revealed, setRevealed] = useState(false);
  const { token, obs, ffmpeg, expiresAt, userId } = issued;
  const concealed = (text: string) => (revealed ? text : text.replaceAll(token, CONCEALED));
  const toggle = t(revealed ? 'connection.publishing.conceal' : 'connection.publishing.reveal');
  return (
    <div className={classes.issued} data-testid="publisher-token">
      <div className={classes.issuedHead}>
        <span>
          <bdi>{userId}</bdi>{' '}
          <span className={classes.dim}>{t('connection.publishing.expires', { time: format.time(expiresAt) })}</span>
        </span>
        <span className={classes.buttons}>
          <Tooltip label={toggle}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={26}
              aria-label={toggle}
              aria-pressed={revealed}
              onClick={() => setRevealed(!revealed)}
              data-testid="reveal"
            >
              {revealed ? <IconEyeOff size={16} aria-hidden /> : <IconEye size={16} aria-hidden />}
            </ActionIcon>
          </Tooltip>
          <Button variant="default" onClick={onDiscard} data-testid="discard">
            {t('connection.publishing.discard')}
          </Button>
        </span>
      </div>
      <h3 className={classes.group}>{t('connection.publishing.obs')}</h3>
      <dl className={classes.facts}>
        <Fact label={t('connection.publishing.service')}>{obs.service}</Fact>
        <Fact label={t('connection.publishing.server')}>
          <code className={classes.code} title={obs.server}>
            {obs.server}
          </code>
          <CopyButton value={obs.server} label={t('connection.publishing.copyServer')} />
        </Fact>
        <Fact label={t('connection.publishing.bearer')}>
          <code className={classes.code} data-testid="bearer">
            {concealed(obs.bearerToken)}
          </code>
          <CopyButton value={obs.bearerToken} label={t('connection.publishing.copyBearer')} />
        </Fact>
      </dl>
      <h3 className={classes.group}>{t('connection.publishing.settings')}</h3>
      <dl className={classes.facts}>
        {Object.entries(obs.settings).map(([name, value]) => (
          <Fact key={name} label={name}>
            {value}
          </Fact>
        ))}
      </dl>
      <h3 className={classes.group}>
        {t('connection.publishing.ffmpeg')}
        <CopyButton value={ffmpeg} label={t('connection.publishing.copyFfmpeg')} />
      </h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre className={classes.text} tabIndex={0} data-testid="ffmpeg">
        {concealed(ffmpeg)}
      </pre>
    </div>
  );
}
