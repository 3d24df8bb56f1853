import { describe, expect, it } from 'vitest';
import {
  afterAnswer,
  afterEntries,
  afterStatus,
  isStoreFailing,
  noTrouble,
} from '../../../renderer/state/store-trouble.ts';
import type { LogEntry, LogType } from '../../../shared/log.ts';
import { logEntries } from '../harness/sample.ts';

const said = (id: number, type: LogType): LogEntry => ({ ...logEntries(1)[0]!, id, type });

describe('the trouble with the database', () => {
  it('begins with a read that says so and ends with one that is answered', () => {
    const failing = afterAnswer(noTrouble, 'STORE_UNAVAILABLE');
    expect(isStoreFailing(failing)).toBe(true);
    expect(isStoreFailing(afterAnswer(failing, null))).toBe(false);
  });

  it('is not known from an API that does not answer at all', () => {
    expect(isStoreFailing(afterAnswer(noTrouble, 'API_UNREACHABLE'))).toBe(false);
    const failing = afterAnswer(noTrouble, 'STORE_UNAVAILABLE');
    expect(isStoreFailing(afterAnswer(failing, 'API_UNREACHABLE'))).toBe(true);
  });

  it('begins with the log’s word and lasts until the log says otherwise, for a full disk can be read', () => {
    const failing = afterEntries(noTrouble, [said(5, 'service.store-failed')]);
    expect(isStoreFailing(afterAnswer(failing, null))).toBe(true);
    expect(isStoreFailing(afterEntries(failing, [said(6, 'presence.joined')]))).toBe(true);
    expect(isStoreFailing(afterEntries(failing, [said(7, 'service.store-recovered')]))).toBe(false);
    expect(isStoreFailing(afterEntries(failing, [said(7, 'service.started')]))).toBe(false);
  });

  it('takes the newest word, in whatever order they come', () => {
    const entries = [said(9, 'service.store-recovered'), said(8, 'service.store-failed')];
    expect(isStoreFailing(afterEntries(noTrouble, entries))).toBe(false);
    expect(isStoreFailing(afterEntries(afterEntries(noTrouble, entries), [said(8, 'service.store-failed')]))).toBe(
      false,
    );
  });
});

it('the service’s own word overrules the log, which cannot be written while the disk is full', () => {
  const failing = afterStatus(noTrouble, { store: { status: 'failing', message: 'disk full' } });
  expect(isStoreFailing(failing)).toBe(true);
  expect(isStoreFailing(afterEntries(failing, [said(8, 'service.store-recovered')]))).toBe(true);
  expect(isStoreFailing(afterStatus(failing, { store: { status: 'ok' } }))).toBe(false);
});
