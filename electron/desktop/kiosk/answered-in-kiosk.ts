import { z } from 'zod';
import type { InvokeChannel } from '../../../shared/ipc.ts';
import { languages, preferencesSchema } from '../../../shared/settings.ts';

type ApiChannel = Extract<InvokeChannel, `api:${string}`>;

/** What the kiosk's bar changes (KioskBar.tsx): the sound and the language. A change that has more in it is refused whole. */
const cashiersPreferences = z
  .strictObject({ ...preferencesSchema.pick({ volume: true, muted: true }).shape, language: z.enum(languages) })
  .partial();

/**
 * The one list of what a locked screen's page may ask: what its stage and its bar need, and nothing of the console.
 * A new channel has to say here which it is; a schema: it is answered where it asks for no more than that.
 */
const ownChannels: Readonly<Record<Exclude<InvokeChannel, ApiChannel>, boolean | z.ZodType>> = {
  'app:hello': true,
  'app:alive': true,
  'app:set-preferences': cashiersPreferences,
  'app:copy-api-key': false,
  'app:open-stage-console': false,
  'settings:view': false,
  'settings:check': false,
  'settings:change': false,
  'settings:export': false,
  'settings:choose-import': false,
  'settings:apply-import': false,
  'settings:restart': false,
  'connection:try': false,
  'secrets:status': false,
  'secrets:save-aws-credentials': false,
  'secrets:forget': false,
  'viewing:ready': true,
  'viewing:stage-event': true,
  'viewing:panel': true,
  'viewing:intent': true,
  'viewing:choose-stage': false,
  'kiosk:status': true,
  'kiosk:exit': true,
  'kiosk:reload': true,
  'kiosk:set-pin': true, // says itself that a locked screen may not
  'log:export': false,
  'log:cancel-export': false,
  'log:show-export': false,
  'app:about': false,
  'app:license': false,
  'bundle:make': false,
  'bundle:cancel': false,
  'bundle:show': false,
  'bundle:open': false,
  'bundle:opened': false,
  'bundle:entries': false,
  'bundle:close': false,
};

/**
 * Whether kiosk mode answers a message. It asks the API nothing: none of its figures is shown there.
 * @param payload checked already against what the channel takes
 */
export function isAnsweredInKiosk(channel: InvokeChannel, payload: unknown): boolean {
  if (isApi(channel)) return false;
  const answered = ownChannels[channel];
  return typeof answered === 'boolean' ? answered : answered.safeParse(payload).success;
}

const isApi = (channel: InvokeChannel): channel is ApiChannel => channel.startsWith('api:');
