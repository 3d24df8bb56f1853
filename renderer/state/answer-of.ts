import type { ApiResult } from '../../shared/ipc.ts';

/** A bridge that refuses is an answer like any other: nothing here rejects. */
export const answerOf = <T>(question: Promise<ApiResult<T>>): Promise<ApiResult<T>> =>
  question.catch((error: unknown) => ({
    ok: false,
    code: 'INTERNAL',
    message: error instanceof Error ? error.message : String(error),
  }));
