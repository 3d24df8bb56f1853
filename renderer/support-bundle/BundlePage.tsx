import { Button, SegmentedControl } from '@mantine/core';
import { IconPackage } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenedBundle } from '../../shared/support-bundle.ts';
import { goTo } from '../app/route.ts';
import { ServicesContext, useServices } from '../app/services.ts';
import LogPage from '../console/log/LogPage.tsx';
import { Empty, Waiting } from '../console/Panel.tsx';
import { useFormat } from '../i18n/format.ts';
import classes from './Bundle.module.css';
import { BundleFacts } from './BundleFacts.tsx';
import { bundleServices } from './bundle-services.ts';
import { OpenBundle } from './OpenBundle.tsx';
import { useOpenedBundle } from './use-opened-bundle.ts';

/** Somebody's support bundle, for reading alone: its log as the log page shows one, and what it tells of that machine. */
export default function BundlePage() {
  const { t } = useTranslation();
  const services = useServices();
  const { state, reload } = useOpenedBundle();
  const [part, setPart] = useState<'log' | 'facts'>('log');
  const entries = state.status === 'ready' ? state.entries : null;
  const inside = useMemo(() => entries && bundleServices(services, entries), [services, entries]);
  if (state.status === 'loading') return <Waiting />;
  if (state.status === 'none' || inside === null) {
    return (
      <div className={classes.page} data-testid="bundle">
        <Empty
          icon={<IconPackage size={24} stroke={1.4} aria-hidden />}
          title={t('bundle.none')}
          hint={t('bundle.noneHint')}
          action={<OpenBundle onOpened={reload} />}
        />
      </div>
    );
  }
  return (
    <div className={classes.page} data-testid="bundle">
      <Banner bundle={state.bundle} onOpened={reload}>
        <SegmentedControl
          size="xs"
          aria-label={t('bundle.parts')}
          value={part}
          onChange={(value) => setPart(value as typeof part)}
          data={[
            { value: 'log', label: t('bundle.log') },
            { value: 'facts', label: t('bundle.facts') },
          ]}
        />
      </Banner>
      <ServicesContext value={inside} key={`${state.bundle.path} ${state.bundle.manifest.madeAt}`}>
        {part === 'log' ? <LogPage /> : <BundleFacts bundle={state.bundle} />}
      </ServicesContext>
    </div>
  );
}

/** Never out of sight: nobody takes another machine's past for what happens here. */
function Banner(props: { bundle: OpenedBundle; onOpened: () => void; children: React.ReactNode }) {
  const { path, manifest } = props.bundle;
  const { t } = useTranslation();
  const format = useFormat();
  const { bridge } = useServices();
  const close = () => {
    void bridge.invoke('bundle:close').catch(() => {});
    goTo('log');
  };
  return (
    <section className={classes.banner} aria-label={t('bundle.banner')} data-testid="bundle-banner">
      <IconPackage size={18} stroke={1.6} aria-hidden className={classes.icon} />
      <div className={classes.what}>
        <strong>
          <bdi title={path}>{path.split(/[/\\]/).at(-1)}</bdi>
        </strong>
        <span>{t('bundle.readOnly', { time: format.full(manifest.madeAt), version: manifest.app })}</span>
      </div>
      {props.children}
      <OpenBundle onOpened={props.onOpened} another />
      <Button size="compact-sm" onClick={close} data-testid="bundle-close">
        {t('bundle.close')}
      </Button>
    </section>
  );
}
