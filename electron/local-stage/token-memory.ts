/** Which participants had a token issued, and which were disconnected: their tokens are dead, however long they would last. */
export interface TokenMemory {
  issued(participantId: string): void;
  wasIssued(participantId: string): boolean;
  end(participantId: string): void;
  isEnded(participantId: string): boolean;
}

/** @param limit participants remembered per kind; past it the oldest are forgotten */
export function createTokenMemory(limit = 100_000): TokenMemory {
  const issued = new Set<string>();
  const ended = new Set<string>();
  return {
    issued: (participantId) => remember(issued, participantId, limit),
    wasIssued: (participantId) => issued.has(participantId),
    end: (participantId) => remember(ended, participantId, limit),
    isEnded: (participantId) => ended.has(participantId),
  };
}

function remember(participantIds: Set<string>, participantId: string, limit: number): void {
  participantIds.add(participantId);
  if (participantIds.size <= limit) return;
  for (const oldest of participantIds) {
    participantIds.delete(oldest);
    return;
  }
}
