import type { Logger } from 'pino';
import type { SettingName } from '../../shared/settings.ts';
import type { Backend } from '../backend.ts';
import type { SettingsControl } from '../settings/control.ts';
import type { ViewingSession } from '../viewing/session.ts';
import type { AttentionSource } from './attention.ts';

const TIMINGS: readonly SettingName[] = ['heartbeatIntervalMs', 'heartbeatTimeoutMs', 'disconnectDelayMs', 'awayOn'];

/** Puts into force what takes effect at once. Returns its disposer. */
export function followSettings(
  control: Pick<SettingsControl, 'onChange'>,
  targets: {
    viewing: Pick<ViewingSession, 'setPolicy'>;
    attention: Pick<AttentionSource, 'setNoInputMs'>;
    backend: Pick<Backend, 'retime'>;
    log: Pick<Logger, 'level'>;
    /** Language or theme are others: the page is told. */
    onLook(): void;
  },
): () => void {
  const { viewing, attention, backend, log, onLook } = targets;
  return control.onChange((settings, changed) => {
    const { heartbeatIntervalMs, heartbeatTimeoutMs, disconnectDelayMs, awayOn, noInputMs, logLevel } = settings;
    if (changed.some((name) => TIMINGS.includes(name))) {
      backend.retime({ heartbeatIntervalMs, heartbeatTimeoutMs });
      viewing.setPolicy({ heartbeatIntervalMs, disconnectDelayMs, awayOn });
    }
    if (changed.includes('noInputMs')) attention.setNoInputMs(noInputMs);
    if (changed.includes('logLevel')) log.level = logLevel;
    if (changed.includes('language') || changed.includes('theme')) onLook();
  });
}
