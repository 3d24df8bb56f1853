/**
 * Whether a second start is somebody's who wants to see the window. One with `--kiosk` is the system's: it looks after a
 * till that runs already (docs/rollout.md: each minute on Windows), and must not take the focus from what is worked with.
 * @param argv of the second start, in any order
 */
export const wantsWindow = (argv: readonly string[]): boolean => !argv.includes('--kiosk');
