import { useCallback, useEffectEvent, useSyncExternalStore } from 'react';
import type { ApiCallData, ApiCallName } from '../../shared/ipc.ts';
import type { Question, Reading } from '../state/asking.ts';
import { useServices } from './services.ts';

/** What the service answers to a question, kept fresh for as long as the component is there. */
export function useAsked<N extends ApiCallName>({ call, key, input, everyMs }: Question<N>): Reading<ApiCallData<N>> {
  const { asking } = useServices();
  const currentInput = useEffectEvent(input);
  const subscribe = useCallback(
    (listener: () => void) => asking.watch({ call, key, input: () => currentInput(), everyMs }, listener),
    [asking, call, key, everyMs],
  );
  return useSyncExternalStore(subscribe, () => asking.read(call, key));
}
