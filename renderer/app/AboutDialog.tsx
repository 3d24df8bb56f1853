import { Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { About } from '../../shared/support-bundle.ts';
import { CopyButton } from '../console/CopyButton.tsx';
import { Waiting } from '../console/Panel.tsx';
import { VersionList } from '../support-bundle/VersionList.tsx';
import classes from './AboutDialog.module.css';
import frame from './ShortcutSheet.module.css';
import { useServices } from './services.ts';

/** What this program is made of: versions, and the licence of everything inside it. Esc closes it. */
export default function AboutDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { bridge } = useServices();
  const [about, setAbout] = useState<About | 'failed' | null>(null);
  useEffect(() => {
    let wanted = true;
    bridge.invoke('app:about').then(
      (told) => wanted && setAbout(withOwnEngine(told)),
      () => wanted && setAbout('failed'),
    );
    return () => {
      wanted = false;
    };
  }, [bridge]);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('about.title')}
      size={620}
      centered
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('about.close') }}
      classNames={{ header: frame.header, title: frame.title, body: frame.body, content: frame.content }}
      data-testid="about"
    >
      {about === null && <Waiting />}
      {about === 'failed' && <p role="alert">{t('about.failed')}</p>}
      {about !== null && about !== 'failed' && <Told about={about} />}
    </Modal>
  );
}

/** Where Electron cannot be had, the page itself knows best which Chromium it runs on. */
function withOwnEngine(about: About): About {
  const chromium = about.versions.chromium ?? /Chrome\/([\d.]+)/.exec(navigator.userAgent)?.[1] ?? null;
  return { ...about, versions: { ...about.versions, chromium } };
}

function Told({ about: { versions, licenses } }: { about: About }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={classes.head}>
        <p className={classes.what}>{t('about.what')}</p>
        <CopyButton value={JSON.stringify(versions, null, 2)} label={t('about.copy')} />
      </div>
      <div className={classes.versions}>
        <VersionList versions={versions} />
      </div>
      <h3 className={classes.title}>{t('about.licenses')}</h3>
      {licenses === null ? (
        <p className={classes.hint}>{t('about.noLicenses')}</p>
      ) : (
        <ul className={classes.licenses} data-testid="licenses">
          {licenses.map((each) => (
            <License key={`${each.name}@${each.version}`} {...each} />
          ))}
        </ul>
      )}
    </>
  );
}

/** Its text comes when it is asked for. */
function License({ name, version, license }: NonNullable<About['licenses']>[number]) {
  const { t } = useTranslation();
  const { bridge } = useServices();
  const [text, setText] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const toggle = () => {
    setOpen(!open);
    if (text !== null) return;
    bridge.invoke('app:license', { name, version }).then(
      (told) => setText(told ?? t('about.noText')),
      () => setText(t('about.noText')),
    );
  };
  return (
    <li>
      <button type="button" className={classes.license} aria-expanded={open} onClick={toggle}>
        <span className={classes.name}>{name}</span>
        <span className={classes.dim}>{version}</span>
        <span className={classes.dim}>{license}</span>
      </button>
      {open && text !== null && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre className={classes.text} tabIndex={0}>
          {text}
        </pre>
      )}
    </li>
  );
}
