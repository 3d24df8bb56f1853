/** Bad luck on order: what an operation answers next instead of its own answer, so that clients can be tried against it. */
import type { ControlErrorName } from './errors.ts';

export type Fault =
  | { kind: 'error'; name: ControlErrorName; message?: string }
  /** Never answers; the connection stays open until the client gives up. */
  | { kind: 'hang' }
  /** The connection is reset in the middle. */
  | { kind: 'reset' }
  /** Something answers that is no control plane: a sign-in page of the network, a proxy. */
  | { kind: 'garbage'; status?: number; body?: string }
  /** The control plane's clock differs from the client's; what is signed too early or too late for it is refused. */
  | { kind: 'clock'; offsetMs: number };

export interface Faults {
  /** @param operation its name; every operation where none is given */
  order(fault: Fault, options?: { operation?: string; times?: number }): void;
  /** What this operation must do instead, if anything; each call uses one up. */
  take(operation: string): Fault | null;
}

export function createFaults(): Faults {
  let orders: { fault: Fault; operation: string | undefined; left: number }[] = [];
  return {
    order(fault, { operation, times = 1 } = {}) {
      orders.push({ fault, operation, left: times });
    },
    take(operation) {
      const order = orders.find((each) => each.operation === undefined || each.operation === operation);
      if (!order) return null;
      order.left -= 1;
      orders = orders.filter((each) => each.left > 0);
      return order.fault;
    },
  };
}
