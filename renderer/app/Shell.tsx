import { useTranslation } from 'react-i18next';
import { LogPage } from '../console/LogPage.tsx';
import { ParticipantsPage } from '../console/ParticipantsPage.tsx';
import { StagePage } from '../stage/StagePage.tsx';
import { Announcer } from './Announcer.tsx';
import { AwayBar } from './AwayBar.tsx';
import { Header } from './Header.tsx';
import { Nav } from './Nav.tsx';
import { Notices } from './Notices.tsx';
import { useRoute } from './route.ts';
import classes from './Shell.module.css';
import { StoreAlarm } from './StoreAlarm.tsx';

/** The stage stays mounted on every page: within the delay nothing is cut, and coming back shows it at once. */
export function Shell() {
  const { t } = useTranslation();
  const route = useRoute();
  return (
    <div className={classes.shell}>
      <button type="button" className={classes.skip} onClick={() => document.getElementById('main')?.focus()}>
        {t('nav.skip')}
      </button>
      <Header />
      <Nav route={route} />
      <main id="main" className={classes.main} tabIndex={-1}>
        <StoreAlarm />
        <Notices />
        <div className={classes.page}>
          <StagePage onScreen={route === 'stage'} />
          {route === 'participants' && <ParticipantsPage />}
          {route === 'log' && <LogPage />}
        </div>
        {route !== 'stage' && <AwayBar />}
      </main>
      <Announcer />
    </div>
  );
}
