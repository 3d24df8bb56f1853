import { describe, expect, it } from 'vitest';
import { afterAnswer, afterStatus, isStoreFailing, noTrouble } from '../../../renderer/state/store-trouble.ts';
import type { StatusEvent } from '../../../shared/api.ts';

const diskFull: StatusEvent = { store: { status: 'failing', message: 'disk full' } };
const well: StatusEvent = { store: { status: 'ok' } };

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

  it('begins with the service’s word and lasts until it says otherwise, for a full disk can be read', () => {
    const failing = afterStatus(noTrouble, diskFull);
    expect(isStoreFailing(failing)).toBe(true);
    expect(isStoreFailing(afterAnswer(failing, null))).toBe(true);
    expect(isStoreFailing(afterStatus(failing, well))).toBe(false);
  });

  it('is not over by the service’s word while nothing can be read', () => {
    expect(isStoreFailing(afterStatus(afterAnswer(noTrouble, 'STORE_UNAVAILABLE'), well))).toBe(true);
  });
});
