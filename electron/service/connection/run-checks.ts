import { type Finding, failed, type NamedFinding, skipped, text } from './finding.ts';

export interface CheckDefinition {
  name: string;
  /** Names of checks without which this one means nothing: unless each of them went well, it is skipped. */
  needs?: readonly string[];
  /** Names of checks that this one waits for, however they end. */
  after?: readonly string[];
  /** @param signal aborts when the time of all checks is up */
  run(signal: AbortSignal): Promise<Finding>;
}

/**
 * Runs checks at once, each as soon as those that it builds on have ended; never rejects.
 * @param options.onFinding told of each as it ends
 * @param options.limitMs of all together; what has not ended by then has failed
 * @returns in the order of the definitions
 */
export async function runChecks(
  definitions: readonly CheckDefinition[],
  options: {
    limitMs: number;
    nowMs?: () => number;
    onFinding?: (finding: NamedFinding) => void;
    signal?: AbortSignal;
  },
): Promise<NamedFinding[]> {
  const { limitMs, nowMs = () => performance.now(), onFinding = () => {} } = options;
  const outOfTime = AbortSignal.timeout(limitMs);
  const signal = options.signal === undefined ? outOfTime : AbortSignal.any([outOfTime, options.signal]);
  const running = new Map<string, Promise<NamedFinding>>();

  const named = (name: string): Promise<NamedFinding> => {
    const promise = running.get(name);
    if (promise === undefined) throw new Error(`There is no check ${name} before the one that builds on it.`);
    return promise;
  };

  async function perform({ name, needs = [], after = [], run }: CheckDefinition): Promise<NamedFinding> {
    const needed = needs.map(named);
    await Promise.all([...needed, ...after.map(named)]);
    const missing = (await Promise.all(needed)).find(({ status }) => status === 'failed' || status === 'skipped');
    const startedMs = nowMs();
    const finding = missing === undefined ? await bounded(run, signal, limitMs) : skippedFor(missing.name);
    const result = { name, ...finding, durationMs: Math.max(0, Math.round(nowMs() - startedMs)) };
    onFinding(result);
    return result;
  }

  for (const definition of definitions) running.set(definition.name, perform(definition));
  return Promise.all(running.values());
}

async function bounded(run: CheckDefinition['run'], signal: AbortSignal, limitMs: number): Promise<Finding> {
  const ended = new AbortController();
  const aborted = new Promise<Finding>((resolve) => {
    const giveUp = () => resolve(tooLate(limitMs));
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true, signal: ended.signal });
  });
  try {
    return await Promise.race([run(signal), aborted]);
  } catch (error) {
    const { name, message } = error as Error;
    return failed(
      text('這項檢查本身發生錯誤（{name}）', 'The check itself broke ({name})', { name }),
      text('請回報這個問題：{message}', 'Please report this: {message}', { message }),
      { error: name },
    );
  } finally {
    ended.abort();
  }
}

const tooLate = (limitMs: number): Finding =>
  failed(
    text('{limit} 秒內沒有結果', 'No result within {limit} seconds', { limit: limitMs / 1000 }),
    text('請檢查網路後再試一次', 'Check the network and try again'),
    { error: 'Timeout' },
  );

/** What builds on a check that did not pass. */
export const skippedFor = (name: string): Finding =>
  skipped(text('因為「{name}」沒有通過，所以略過', 'Skipped, because "{name}" did not pass', { name }), {
    needs: name,
  });
