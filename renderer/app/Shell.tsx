import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { AlarmsPanel } from '../console/overview/AlarmsPanel.tsx';
import { Waiting } from '../console/Panel.tsx';
import { FirstRun } from '../first-run/FirstRun.tsx';
import { StagePage, type StagePlace } from '../stage/StagePage.tsx';
import { useAfterPicture } from '../stage/use-after-picture.ts';
import { Announcer } from './Announcer.tsx';
import { AwayBar } from './AwayBar.tsx';
import { BackupAlarm } from './BackupAlarm.tsx';
import { BudgetAlarm } from './BudgetAlarm.tsx';
import { Header, HeaderPlace } from './Header.tsx';
import { Nav, NavPlace } from './Nav.tsx';
import { Notices } from './Notices.tsx';
import { goTo, type Route, showsStage, useRoute } from './route.ts';
import classes from './Shell.module.css';
import { StoreAlarm } from './StoreAlarm.tsx';
import { useServices } from './services.ts';
import { useShortcut, useShortcutKeys } from './shortcuts.ts';

// What the first picture does not need comes when it is asked for.
const OverviewPage = lazy(() => import('../console/overview/OverviewPage.tsx'));
const ParticipantsPage = lazy(() => import('../console/participants/ParticipantsPage.tsx'));
const LogPage = lazy(() => import('../console/log/LogPage.tsx'));
const CostPage = lazy(() => import('../console/cost/CostPage.tsx'));
const ConnectionPage = lazy(() => import('../settings/ConnectionPage.tsx'));
const BundlePage = lazy(() => import('../support-bundle/BundlePage.tsx'));
const SettingsPage = lazy(() => import('../settings/SettingsPage.tsx'));
const ShortcutSheet = lazy(() => import('./ShortcutSheet.tsx'));

/**
 * The stage stays mounted on every page: within the delay nothing is cut, and coming back shows it at once. Whoever starts with the
 * stage sees the picture first; what stands around it has its place and comes right after.
 */
export function Shell() {
  const { t } = useTranslation();
  const route = useRoute();
  const complete = useAfterPicture(route === 'stage');
  return (
    <div className={classes.shell}>
      <button type="button" className={classes.skip} onClick={() => document.getElementById('main')?.focus()}>
        {t('nav.skip')}
      </button>
      {complete ? <Header /> : <HeaderPlace />}
      {complete ? <Nav route={route} /> : <NavPlace />}
      <main id="main" className={classes.main} tabIndex={-1}>
        {complete && (
          <>
            <StoreAlarm />
            <BackupAlarm />
            <BudgetAlarm route={route} />
            <Notices />
          </>
        )}
        <div className={classes.page}>
          {/* A boundary a page: while one is read, another would be kept hidden, with whatever it shows. */}
          <Suspense key={route} fallback={<Waiting />}>
            {route === 'overview' && <OverviewPage />}
            {route === 'participants' && <ParticipantsPage />}
            {route === 'log' && <LogPage />}
            {route === 'cost' && <CostPage />}
            {route === 'connection' && <ConnectionPage />}
            {route === 'settings' && <SettingsPage />}
            {route === 'bundle' && <BundlePage />}
          </Suspense>
          <StagePage place={placeOfStage(route)} complete={complete} below={<AlarmsPanel />} />
        </div>
        {!showsStage(route) && <AwayBar />}
      </main>
      {complete && (
        <>
          <FirstRun />
          <Announcer />
          <Shortcuts route={route} />
        </>
      )}
    </div>
  );
}

const placeOfStage = (route: Route): StagePlace => {
  if (route === 'stage') return 'page';
  return showsStage(route) ? 'beside' : 'hidden';
};

/** Hears the keys, and shows them all on `?`. */
function Shortcuts({ route }: { route: Route }) {
  const { preferences } = useServices();
  // It is not there before it is asked for, so the dialog itself knows too late who had the focus.
  const [focusedBefore, setFocusedBefore] = useState<Element | null>(null);
  useShortcutKeys(
    route,
    useStore(preferences.store, ({ singleKeys }) => singleKeys),
    goTo,
  );
  useShortcut('help', () => setFocusedBefore(document.activeElement ?? document.body));
  const close = () => {
    setFocusedBefore(null);
    requestAnimationFrame(() => focusedBefore instanceof HTMLElement && focusedBefore.focus());
  };
  return <Suspense fallback={null}>{focusedBefore && <ShortcutSheet onClose={close} />}</Suspense>;
}
