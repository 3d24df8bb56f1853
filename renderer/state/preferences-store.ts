import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../shared/ipc.ts';
import type { Language, Preferences } from '../../shared/settings.ts';

export type PreferencesStore = StoreApi<Preferences>;

export interface PreferencesControl {
  store: PreferencesStore;
  /** Shown at once, kept by the main process; what it kept in the end is what stays. */
  set(change: Partial<Preferences>): void;
}

export function createPreferences(bridge: Pick<Bridge, 'invoke'>, initial: Preferences): PreferencesControl {
  const store = createStore<Preferences>(() => initial);
  let latest = 0;
  return {
    store,
    set(change) {
      latest += 1;
      const mine = latest;
      store.setState(change);
      bridge.invoke('app:set-preferences', change).then(
        (kept) => {
          // A later change is on its way: its answer will carry this one too.
          if (mine === latest) store.setState(kept);
        },
        () => {},
      );
    },
  };
}

/** The language to show: the setting's, or the first of the system's that we speak. */
export function resolveLanguage(setting: Preferences['language'], system: readonly string[]): Language {
  if (setting !== 'system') return setting;
  for (const tag of system) {
    if (/^zh\b/i.test(tag)) return 'zh-TW';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return 'en';
}
