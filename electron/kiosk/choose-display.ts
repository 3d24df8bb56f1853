/** One display of this machine, as far as it decides anything. */
export interface DisplayFacts {
  id: number;
  label: string;
}

export interface ChosenDisplay {
  id: number;
  /** The wanted one is not there (unplugged, misspelt): it is the primary one. */
  insteadOf: string | null;
}

/**
 * The display of kiosk mode: `primary`, a number from 1 on in the system's order, or a label as the system tells it
 * (upper and lower case alike).
 * @param displays must not be empty
 */
export function chooseDisplay(displays: readonly DisplayFacts[], primaryId: number, wanted: string): ChosenDisplay {
  if (wanted === 'primary') return { id: primaryId, insteadOf: null };
  const byLabel = displays.find(({ label }) => label.toLowerCase() === wanted.toLowerCase());
  const byNumber = /^\d+$/.test(wanted) ? displays[Number(wanted) - 1] : undefined;
  const found = byLabel ?? byNumber;
  return found === undefined ? { id: primaryId, insteadOf: wanted } : { id: found.id, insteadOf: null };
}
