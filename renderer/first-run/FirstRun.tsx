import { lazy, Suspense, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { SettingsView } from '../../shared/settings-view.ts';
import { useServices, useViewing } from '../app/services.ts';
import { firstSteps } from './first-steps.ts';

const FirstRunPanel = lazy(() => import('./FirstRunPanel.tsx'));

/** The picture comes first: nothing is asked while it is on its way, as long as that takes no unusual time. */
const AFTER_JOIN_MS = 700;
const AT_LATEST_MS = 4_000;

/** The first steps, where they were not taken yet, or when somebody asks for them again. */
export function FirstRun() {
  const { bridge, preferences } = useServices();
  const mark = useStore(preferences.store, ({ firstRun }) => firstRun);
  const mayShow = useAfterPicture();
  const wanted = mark !== 'done' && mayShow;
  const [view, setView] = useState<SettingsView | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let gone = false;
    bridge.invoke('settings:view').then(
      (answer) => !gone && setView(answer),
      (error: unknown) => console.error(error),
    );
    return () => {
      gone = true;
      setView(null);
    };
  }, [bridge, wanted]);

  if (!wanted || view === null) return null;
  const steps = firstSteps(mark, view.settings);
  if (steps.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <FirstRunPanel steps={steps} initial={view} onDone={() => preferences.set({ firstRun: 'done' })} />
    </Suspense>
  );
}

function useAfterPicture(): boolean {
  const joining = useViewing(({ view: { phase } }) => phase === 'signed-out' || phase === 'joining');
  const [due, setDue] = useState(false);
  useEffect(() => {
    if (due) return;
    const timer = setTimeout(() => setDue(true), joining ? AT_LATEST_MS : AFTER_JOIN_MS);
    return () => clearTimeout(timer);
  }, [due, joining]);
  return due;
}
