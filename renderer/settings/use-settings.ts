import { useEffect, useState } from 'react';
import type { SettingName } from '../../shared/settings.ts';
import type { SettingCheck, SettingRefusal, SettingsView, SettingValue } from '../../shared/settings-view.ts';
import { useServices } from '../app/services.ts';

export type Trouble = 'failed' | 'not-saved';

export interface SettingsControl {
  /** null: not known yet. */
  view: SettingsView | null;
  trouble: Trouble | null;
  /** null: taken. */
  change(name: SettingName, value: SettingValue | null): Promise<SettingRefusal | null>;
  check(name: SettingName, value: SettingValue): Promise<SettingCheck>;
  /** Does what the last chosen file would change. Whether it was done. */
  applyImport(): Promise<boolean>;
}

/** The settings as the main process has them; it alone decides what is taken. */
export function useSettings(): SettingsControl {
  const { bridge } = useServices();
  const [view, setView] = useState<SettingsView | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);

  useEffect(() => {
    let gone = false;
    const ask = () =>
      bridge.invoke('settings:view').then(
        (known) => !gone && setView(known),
        () => !gone && setTrouble('failed'),
      );
    void ask();
    // The header changes language and theme, too.
    const unfollow = bridge.on('app:preferences', () => void ask());
    return () => {
      gone = true;
      unfollow();
    };
  }, [bridge]);

  async function settled(asked: ReturnType<typeof bridge.invoke<'settings:change'>>): Promise<SettingRefusal | null> {
    const outcome = await asked;
    if (!outcome.ok) return outcome.refusal;
    setView(outcome.view);
    setTrouble(outcome.saved ? null : 'not-saved');
    return null;
  }

  return {
    view,
    trouble,
    async change(name, value) {
      try {
        return await settled(bridge.invoke('settings:change', { name, value }));
      } catch {
        setTrouble('failed');
        return null;
      }
    },
    check: (name, value) => bridge.invoke('settings:check', { name, value }),
    async applyImport() {
      try {
        return (await settled(bridge.invoke('settings:apply-import'))) === null;
      } catch {
        setTrouble('failed');
        return false;
      }
    },
  };
}
