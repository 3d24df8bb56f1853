import { VisuallyHidden } from '@mantine/core';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Announcer } from '../app/Announcer.tsx';
import { StageView } from '../stage/StageView.tsx';
import classes from './Kiosk.module.css';
import { KioskBar } from './KioskBar.tsx';
import { lockPage } from './locked-page.ts';
import { watchStillCursor } from './still-cursor.ts';

const ExitDialog = lazy(() => import('./ExitDialog.tsx'));

/** What a till shows: the stage, and what a cashier may do. Nothing of the console is here. */
export default function KioskShell() {
  const { t } = useTranslation();
  const [leaving, setLeaving] = useState(false);
  const [still, setStill] = useState(false);
  useEffect(() => lockPage(window), []);
  useEffect(() => watchStillCursor(window, setStill), []);
  return (
    <main className={classes.kiosk} data-cursor={still ? 'hidden' : 'shown'} data-testid="kiosk">
      <VisuallyHidden component="h1">{t('nav.stage')}</VisuallyHidden>
      <StageView onScreen />
      <KioskBar onLeave={() => setLeaving(true)} />
      <Suspense fallback={null}>{leaving && <ExitDialog onClose={() => setLeaving(false)} />}</Suspense>
      <Announcer />
    </main>
  );
}
