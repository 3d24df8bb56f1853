/** One line for the human, on stderr: stdout stays the program's own. */
export const say = (line: string): void => void process.stderr.write(`[stagewatch] ${line}\n`);

export const seconds = (sinceMs: number): string => `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;
