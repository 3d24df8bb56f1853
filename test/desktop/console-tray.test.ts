import { expect, it, vi } from 'vitest';
import { createConsoleTray } from '../../electron/desktop/console-tray.ts';
import type { StageEvent } from '../../shared/api.ts';
import { views } from '../renderer/harness/sample.ts';

const stage = (stageArn: string, state: 'live' | 'not-live') => ({ stageArn, publishing: { state } }) as StageEvent;

function trays(kiosk: boolean) {
  const facts = { kiosk };
  const tray = { onView: vi.fn(), onStage: vi.fn(), dispose: vi.fn() };
  const make = vi.fn(() => tray);
  return { facts, tray, make, kept: createConsoleTray(() => facts.kiosk, make) };
}

it('a console has it from the start, once', () => {
  const { make, kept, tray } = trays(false);
  kept.begin();
  expect(make).toHaveBeenCalledOnce();
  expect(kept.isThere()).toBe(true);
  kept.onView(views.watching);
  expect(tray.onView).toHaveBeenCalledExactlyOnceWith(views.watching);
  kept.dispose();
  expect(tray.dispose).toHaveBeenCalledOnce();
});

it('kiosk mode has none, whatever is asked; left, it comes and knows what was said of the stages', () => {
  const { facts, make, kept, tray } = trays(true);
  kept.begin();
  kept.onView(views.watching);
  kept.onStage(stage('a', 'live'));
  kept.onStage(stage('b', 'live'));
  kept.onStage(stage('a', 'not-live'));
  kept.dispose();
  expect(make).not.toHaveBeenCalled();
  expect(kept.isThere()).toBe(false);

  facts.kiosk = false;
  kept.begin();
  expect(kept.isThere()).toBe(true);
  expect(tray.onStage.mock.calls).toEqual([[stage('a', 'not-live')], [stage('b', 'live')]]);
  kept.onView(views.away);
  expect(tray.onView).toHaveBeenCalledExactlyOnceWith(views.away);
});
