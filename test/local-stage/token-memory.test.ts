import { expect, test } from 'vitest';
import { createTokenMemory } from '../../electron/local-stage/token-memory.ts';

test('remembers who had a token and whose is dead, up to a limit', () => {
  const memory = createTokenMemory(2);
  for (const participantId of ['a', 'b', 'c']) memory.issued(participantId);
  expect(['a', 'b', 'c'].map(memory.wasIssued)).toEqual([false, true, true]);
  memory.end('b');
  expect(memory.isEnded('b')).toBe(true);
  expect(memory.isEnded('c')).toBe(false);
});
