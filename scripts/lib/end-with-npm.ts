const CHECK_MS = 250;

/**
 * npm passes a signal to its shell, and that dies of it without passing it on; Windows' shell has no `exec` that would take
 * its place. So what npm has started takes the end of that shell for the signal. Without npm nothing happens.
 */
export function endWithNpm(): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === shell && isAlive(shell)) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, CHECK_MS);
  timer.unref();
}

/** On Windows the parent's number stays what it was when the parent has gone. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
