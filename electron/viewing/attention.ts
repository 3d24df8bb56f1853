import type { AwayReason } from '../../shared/viewing.ts';
import { awayReasons } from '../../shared/viewing.ts';

/** What the desktop tells about the user: raw, as the system reports it. `desktop/attention.ts` is their only source. */
export type AttentionSignal =
  | { type: 'focus' | 'blur' }
  | { type: 'minimize' | 'restore' }
  | { type: 'hide' | 'show' }
  | { type: 'lock' | 'unlock' }
  | { type: 'suspend' | 'resume' }
  | { type: 'panel'; onScreen: boolean }
  | { type: 'input'; idle: boolean }
  /** The user wants no more of it, whatever can be seen, until told otherwise. */
  | { type: 'stop' | 'watch' };

/** `blur`: whoever works in another window is not looking. `hidden`: a till keeps two windows side by side. */
export type AwayOn = 'blur' | 'hidden';

/** Everything that keeps somebody from looking; empty means: looking. */
export type Attention = Readonly<Record<AwayReason, boolean>>;

/** Before the first signal: the window is up, nobody has focused it yet. */
export const initialAttention: Attention = {
  suspended: false,
  locked: false,
  stopped: false,
  minimized: false,
  hidden: false,
  'another-page': false,
  blurred: false,
  'no-input': false,
};

/** Takes one signal in. A signal that repeats what is known returns the same object. */
export function attend(attention: Attention, signal: AttentionSignal): Attention {
  const [reason, holds] = effectOf(signal);
  return attention[reason] === holds ? attention : { ...attention, [reason]: holds };
}

/** Why nobody is looking, the most telling reason first; null while somebody is. */
export function awayReason(attention: Attention, awayOn: AwayOn): AwayReason | null {
  return awayReasons.find((reason) => attention[reason] && (reason !== 'blurred' || awayOn === 'blur')) ?? null;
}

function effectOf(signal: AttentionSignal): [AwayReason, boolean] {
  switch (signal.type) {
    case 'focus':
      return ['blurred', false];
    case 'blur':
      return ['blurred', true];
    case 'minimize':
      return ['minimized', true];
    case 'restore':
      return ['minimized', false];
    case 'hide':
      return ['hidden', true];
    case 'show':
      return ['hidden', false];
    case 'lock':
      return ['locked', true];
    case 'unlock':
      return ['locked', false];
    case 'suspend':
      return ['suspended', true];
    case 'resume':
      return ['suspended', false];
    case 'panel':
      return ['another-page', !signal.onScreen];
    case 'input':
      return ['no-input', signal.idle];
    case 'stop':
      return ['stopped', true];
    case 'watch':
      return ['stopped', false];
  }
}
