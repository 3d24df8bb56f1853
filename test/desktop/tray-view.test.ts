import { describe, expect, it } from 'vitest';
import { type TrayFacts, type TrayItem, trayView } from '../../electron/desktop/tray-view.ts';
import { endReasons, type ViewingView } from '../../shared/viewing.ts';

const who = { userId: 'till-07', stageArn: null, participantId: null, apiProblem: null };
const watching: ViewingView = { ...who, phase: 'watching', reconnecting: null };
const away: ViewingView = { ...who, phase: 'away', reason: 'minimized', disconnectInMs: 23_000, delayMs: 30_000 };
const parked: ViewingView = { ...who, phase: 'parked', reason: 'minimized', forMs: 0 };

const shown = (view: ViewingView, facts: Partial<TrayFacts> = {}) =>
  trayView({ view, viewAgeMs: 0, live: true, shown: true, muted: false, language: 'en', ...facts });
const actions = (items: readonly TrayItem[]) => items.flatMap((item) => (item.kind === 'action' ? [item.action] : []));
const status = (items: readonly TrayItem[]) => items.flatMap((item) => (item.kind === 'line' ? [item.label] : []));

describe('the tray', () => {
  it('says how things stand, and offers what would change them', () => {
    const { icon, tooltip, items } = shown(watching);
    expect(icon).toBe('watching');
    expect(tooltip).toBe('Stagewatch: Watching');
    expect(status(items)).toEqual(['Watching']);
    expect(actions(items)).toEqual(['hide', 'mute', 'stop', 'quit']);
  });

  it('offers the opposite of what is', () => {
    expect(actions(shown(parked, { shown: false, muted: true }).items)).toEqual(['show', 'unmute', 'watch', 'quit']);
  });

  it('counts down in steps of five seconds, from when it was told', () => {
    const line = (viewAgeMs: number) => status(shown(away, { viewAgeMs }).items)[0];
    expect(line(0)).toBe('Nobody is looking: disconnects within 25 s');
    expect(line(2_999)).toBe(line(0));
    expect(line(3_000)).toBe('Nobody is looking: disconnects within 20 s');
    expect(line(40_000)).toBe('Nobody is looking: disconnects within 0 s');
  });

  it('has the icon of what is seen and billed', () => {
    expect(shown(away).icon).toBe('watching');
    expect(shown(parked).icon).toBe('parked');
    expect(shown({ ...who, phase: 'disconnecting', reason: 'locked' }).icon).toBe('parked');
    expect(shown({ ...who, phase: 'joining', forMs: 0, slow: false }).icon).toBe('not-live');
    expect(shown({ ...who, phase: 'ended', reason: 'removed', message: null }).icon).toBe('not-live');
  });

  it('tells a connection without a picture from one with', () => {
    expect(shown(watching, { live: false })).toMatchObject({
      icon: 'not-live',
      tooltip: 'Stagewatch: Connected; nobody is live on the stage',
    });
    expect(shown(watching, { live: null }).icon).toBe('watching');
  });

  it.each(endReasons)('has words for the end by %s in both languages', (reason) => {
    const view: ViewingView = { ...who, phase: 'ended', reason, message: null };
    const [english] = status(shown(view).items);
    const [chinese] = status(shown(view, { language: 'zh-TW' }).items);
    expect(english).toMatch(/^[A-Z]/);
    expect(chinese).toMatch(/\p{Script=Han}/u);
    expect(actions(shown(view).items)).toContain('watch');
  });
});
