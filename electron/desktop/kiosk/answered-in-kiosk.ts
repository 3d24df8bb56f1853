import type { InvokeChannel } from '../../../shared/ipc.ts';

type ApiChannel = Extract<InvokeChannel, `api:${string}`>;

/**
 * The one list of what a locked screen's page may ask: what its stage and its bar need, and nothing of the console.
 * A new channel has to say here which it is.
 */
const ownChannels: Readonly<Record<Exclude<InvokeChannel, ApiChannel>, boolean>> = {
  'app:hello': true,
  'app:alive': true,
  'app:set-preferences': true, // sound and language
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

/** Whether kiosk mode answers a channel. It asks the API nothing: none of its figures is shown there. */
export const isAnsweredInKiosk = (channel: InvokeChannel): boolean => !isApi(channel) && ownChannels[channel];

const isApi = (channel: InvokeChannel): channel is ApiChannel => channel.startsWith('api:');
