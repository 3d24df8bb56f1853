import { expect, it } from 'vitest';
import { ownState, participantState } from '../../../renderer/console/participant-state.ts';
import type { LogEntry, LogType } from '../../../shared/log.ts';
import { logEntries, views } from '../harness/sample.ts';

const NOW = Date.UTC(2026, 0, 1);
const viewer = (heartbeatAgoMs: number) => ({
  participantId: 'p',
  lastHeartbeatAt: new Date(NOW - heartbeatAgoMs).toISOString(),
});
const word = (type: LogType, participantId = 'p'): LogEntry => ({ ...logEntries(1)[0]!, type, participantId });

it.each<[LogType, string]>([
  ['viewer.connecting', 'connecting'],
  ['viewer.watching', 'watching'],
  ['viewer.back', 'watching'],
  ['viewer.away', 'away'],
  ['viewer.reconnecting', 'reconnecting'],
  ['viewer.retrying', 'reconnecting'],
])('after %s a viewer is %s', (type, state) => {
  expect(participantState(viewer(1_000), word(type), NOW)).toBe(state);
});

it('a client that says nothing of itself is present', () => {
  expect(participantState(viewer(1_000), undefined, NOW)).toBe('present');
});

it('what was said of an earlier participant counts no more', () => {
  expect(participantState(viewer(1_000), word('viewer.away', 'earlier'), NOW)).toBe('present');
});

it('45 s without a heartbeat is silence, unless they are away and send none', () => {
  expect(participantState(viewer(45_000), word('viewer.watching'), NOW)).toBe('watching');
  expect(participantState(viewer(45_001), word('viewer.watching'), NOW)).toBe('silent');
  expect(participantState(viewer(45_001), undefined, NOW)).toBe('silent');
  expect(participantState(viewer(55_000), word('viewer.away'), NOW)).toBe('away');
});

it.each<[keyof typeof views, string | null]>([
  ['watching', 'watching'],
  ['store-failing', 'watching'],
  ['reconnecting', 'reconnecting'],
  ['joining', 'connecting'],
  ['rejoining', 'connecting'],
  ['retrying-api', 'reconnecting'],
  ['away', 'away'],
  ['disconnecting', 'away'],
  ['parked', 'away'],
  ['signed-out', null],
  ['ended-removed', null],
])('we ourselves, %s, are %s', (name, state) => {
  expect(ownState(views[name])).toBe(state);
});
