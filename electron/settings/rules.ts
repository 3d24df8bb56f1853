/** What holds between settings, where each alone is fine. */

import type { SettingName, Settings } from '../../shared/settings.ts';
import type { SettingRule } from '../../shared/settings-view.ts';

/**
 * A timing that was given moves the defaults of those that were not: the interval and the delay down to half of a
 * short timeout, the timeout up to twice a long interval or delay. What was given is never changed.
 */
export function withTimingsDerived(settings: Settings, isGiven: (name: SettingName) => boolean): Settings {
  const derived = { ...settings };
  if (!isGiven('heartbeatTimeoutMs')) {
    const longest = Math.max(
      isGiven('heartbeatIntervalMs') ? settings.heartbeatIntervalMs : 0,
      isGiven('disconnectDelayMs') ? settings.disconnectDelayMs : 0,
    );
    if (longest >= settings.heartbeatTimeoutMs) derived.heartbeatTimeoutMs = 2 * longest;
  }
  const half = Math.floor(derived.heartbeatTimeoutMs / 2);
  for (const name of ['heartbeatIntervalMs', 'disconnectDelayMs'] as const) {
    if (!isGiven(name)) derived[name] = Math.min(settings[name], half);
  }
  return derived;
}

/** Those that must not stand together; the first of them gives way where both are of one layer. */
export const ruleNames = {
  'timeout-above-interval': ['heartbeatTimeoutMs', 'heartbeatIntervalMs'],
  'delay-below-timeout': ['disconnectDelayMs', 'heartbeatTimeoutMs'],
  'host-needs-key': ['host'],
  'local-stage-or-endpoint': ['localStage', 'awsEndpoint'],
} as const satisfies Record<SettingRule, readonly SettingName[]>;

export interface BrokenRule {
  rule: SettingRule;
  message: string;
}

/** The first rule that is broken; null: all hold. */
export function brokenRule(settings: Settings): BrokenRule | null {
  const { heartbeatTimeoutMs, heartbeatIntervalMs, disconnectDelayMs, host, apiKey, localStage, awsEndpoint } =
    settings;
  if (heartbeatTimeoutMs <= heartbeatIntervalMs) {
    return {
      rule: 'timeout-above-interval',
      message: `STAGEWATCH_HEARTBEAT_TIMEOUT_MS (${heartbeatTimeoutMs}) must be above STAGEWATCH_HEARTBEAT_INTERVAL_MS (${heartbeatIntervalMs}), or every viewer is swept between two heartbeats.`,
    };
  }
  if (disconnectDelayMs >= heartbeatTimeoutMs) {
    return {
      rule: 'delay-below-timeout',
      message: `STAGEWATCH_DISCONNECT_DELAY_MS (${disconnectDelayMs}) must be below STAGEWATCH_HEARTBEAT_TIMEOUT_MS (${heartbeatTimeoutMs}), or a viewer who may still come back is swept.`,
    };
  }
  if (!isLoopback(host) && apiKey === undefined) {
    return {
      rule: 'host-needs-key',
      message: `STAGEWATCH_HOST ${host} can be reached from other machines: set STAGEWATCH_API_KEY by hand for that.`,
    };
  }
  if (localStage === true && awsEndpoint !== undefined) {
    return {
      rule: 'local-stage-or-endpoint',
      message: 'STAGEWATCH_LOCAL_STAGE and STAGEWATCH_AWS_ENDPOINT exclude each other: give one of them.',
    };
  }
  return null;
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
