/** The console's figures: how smoothly it draws what changes, and what it holds after an hour of it. */
import { logFrames } from './console/log.ts';
import { memoryOfAnHour } from './console/memory.ts';
import { participantFrames } from './console/participants.ts';
import { openSurroundings } from './console/surroundings.ts';
import type { Bench } from './support/figures.ts';

export const figures: Bench = async (tell) => {
  const surroundings = await openSurroundings();
  try {
    return {
      ...(await participantFrames(surroundings, tell)),
      ...(await logFrames(surroundings, tell)),
      ...(await memoryOfAnHour(surroundings, tell)),
    };
  } finally {
    await surroundings.close();
  }
};
