/** What an exit code of the program means to whoever watches over it, a supervisor or the system's service. */

/** Left on purpose. An update that installs itself ends so as well: its installer starts the new version. */
export const LEFT = 0;
/** A setting was refused: it would be again. */
export const SETTING_REFUSED = 2;
/** The window vanished although it must not be closed: taken for a crash. */
export const WINDOW_LOST = 70;
/** The user asked for a restart: the supervisor starts it anew, at once. */
export const RESTART_WANTED = 71;
