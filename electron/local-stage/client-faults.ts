/** Bad luck on order for those who join and watch: what the events socket and the media endpoint do instead of their own. */
/** At the events socket, when a client connects. */
export type JoinFault =
  /** `aws:ivs:JOIN_ERROR` as the first message. `fatal` overrides what the SDK makes of the code. */
  | { at: 'join'; kind: 'refuse'; code: string; message?: string; fatal?: boolean }
  /** `aws:ivs:DISCONNECT` as the first message, before any word on the stage. */
  | { at: 'join'; kind: 'dismiss'; code: string }
  /** The socket opens, and nothing is ever said. */
  | { at: 'join'; kind: 'silence' }
  /** The socket closes before a word is said. */
  | { at: 'join'; kind: 'close' };

/** At the media endpoint, when a client asks for a publisher's media. */
export type MediaFault =
  /** An HTTP refusal; `code` is the number in the body, which the SDK reads (docs/sdk-errors.md). */
  | { at: 'subscribe'; kind: 'refuse'; status: number; code?: number; message?: string }
  /** The request is never answered. */
  | { at: 'subscribe'; kind: 'hang' }
  /** The connection is reset in the middle. */
  | { at: 'subscribe'; kind: 'reset' }
  /** 201 with an answer in which no video codec is one that was offered. */
  | { at: 'subscribe'; kind: 'foreign-codec' };

export type ClientFault = JoinFault | MediaFault;

export interface FaultOrder {
  /** The stage that it is for; every stage where none is named. */
  stageArn?: string;
  /** How many connections it is for; Infinity: until `heal()`. One by default. */
  times?: number;
}

export interface ClientFaults {
  order(fault: ClientFault, order?: FaultOrder): void;
  /** What a connection to this stage meets instead, if anything; each uses one up. */
  take<A extends ClientFault['at']>(at: A, stageArn: string): Extract<ClientFault, { at: A }> | null;
  /** Everything works again. */
  heal(): void;
}

export function createClientFaults(): ClientFaults {
  let orders: { fault: ClientFault; stageArn: string | undefined; left: number }[] = [];
  return {
    order(fault, { stageArn, times = 1 } = {}) {
      orders.push({ fault, stageArn, left: times });
    },
    take<A extends ClientFault['at']>(at: A, stageArn: string) {
      const order = orders.find(
        (each) => each.fault.at === at && (each.stageArn === undefined || each.stageArn === stageArn),
      );
      if (!order) return null;
      order.left -= 1;
      orders = orders.filter((each) => each.left > 0);
      return order.fault as Extract<ClientFault, { at: A }>;
    },
    heal() {
      orders = [];
    },
  };
}
