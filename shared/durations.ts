/** Durations of the contract, in milliseconds. Source: the viewer flow document and docs/viewing-session.md. */

/** A present viewer sends a heartbeat this often. */
export const HEARTBEAT_INTERVAL_MS = 30_000;
/** No heartbeat for this long: the viewer is swept. */
export const HEARTBEAT_TIMEOUT_MS = 60_000;
/** Nobody looking for this long: disconnect, so that nobody pays. */
export const DISCONNECT_DELAY_MS = 30_000;
/** How often the sweep looks: a viewer is gone between 60 and 61 s after the last heartbeat. */
export const SWEEP_INTERVAL_MS = 1_000;
/** A participant token's life: 1440 minutes, the longest that CreateParticipantToken's default allows us to promise. */
export const TOKEN_LIFETIME_MS = 24 * 60 * 60 * 1000;
/** A publisher's token: four hours. */
export const PUBLISHER_TOKEN_LIFETIME_MS = 4 * 60 * 60 * 1000;
/** A token must still live this long to be worth rejoining with. */
export const TOKEN_MARGIN_MS = 60_000;
/** The SDK reconnects by itself; past this we say so and offer to retry (it gives up only after 63 s). */
export const RECONNECTING_NOTICE_MS = 20_000;
/** Quitting may take this long at most. */
export const QUIT_GRACE_MS = 2_000;
/** Price of one connected minute, in US dollars: the figure of the viewer flow document, not AWS's price list. */
export const PRICE_PER_MINUTE = 0.006;
