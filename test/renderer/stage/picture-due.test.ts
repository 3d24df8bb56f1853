import { expect, it } from 'vitest';
import { emptyMedia, type Publisher } from '../../../renderer/stage/media-store.ts';
import { isPictureDue } from '../../../renderer/stage/picture-due.ts';

const live: Publisher = {
  participantId: 'p1',
  userId: 'Host',
  audioMuted: false,
  videoStopped: false,
  subscription: 'subscribed',
  stream: null,
  hasVideo: true,
  hasFrame: false,
};
const joined = { ...emptyMedia, attempt: 1, joined: true };

it('a picture is on its way from the first moment to its first frame', () => {
  expect(isPictureDue('signed-out', emptyMedia)).toBe(true);
  expect(isPictureDue('joining', emptyMedia)).toBe(true);
  expect(isPictureDue('rejoining', emptyMedia)).toBe(true);
  expect(isPictureDue('watching', { ...joined, joined: false })).toBe(true);
  expect(isPictureDue('watching', { ...joined, publishers: [{ ...live, hasVideo: false }] })).toBe(true);
  expect(isPictureDue('watching', { ...joined, publishers: [live] })).toBe(true);
  expect(isPictureDue('watching', { ...joined, publishers: [{ ...live, hasFrame: true }] })).toBe(false);
});

it('none is to come of an empty stage, of a publisher who shows nothing or is refused, and where nobody is connected', () => {
  expect(isPictureDue('watching', joined)).toBe(false);
  expect(isPictureDue('watching', { ...joined, publishers: [{ ...live, videoStopped: true }] })).toBe(false);
  expect(isPictureDue('watching', { ...joined, publishers: [{ ...live, subscription: 'errored' }] })).toBe(false);
  expect(isPictureDue('watching', emptyMedia)).toBe(false);
  for (const phase of ['away', 'disconnecting', 'parked', 'retrying', 'ended'] as const) {
    expect(isPictureDue(phase, { ...joined, publishers: [live] })).toBe(false);
  }
});
