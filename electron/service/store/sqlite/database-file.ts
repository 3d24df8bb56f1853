/** In the data folder. */
export const DATABASE_FILE = 'stagewatch.sqlite';
