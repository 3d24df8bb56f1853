/** The operator's list of participants: who is present or parked, and how each of them is. */
import { participantsDataSchema, participantsQuerySchema } from '../../../../shared/api.ts';
import type { Clock } from '../../clock.ts';
import type { Participants } from '../../presence/participants.ts';
import { encodeCursor } from '../cursor.ts';
import { hints } from '../messages.ts';
import { type Route, route } from '../route.ts';
import { refuseField } from '../validation.ts';
import { positionOf } from './reading.ts';

export function participantRoutes(deps: { participants: Participants; clock: Clock }): Route[] {
  const { participants, clock } = deps;
  /** Rows are numbered anew with each run: another run's cursor points nowhere. */
  const run = clock.wallMs();
  return [
    route({
      method: 'GET',
      path: '/api/participants',
      summary: 'Who is present or parked, on one stage or all; changes come as `event: participant`',
      tag: 'reading',
      query: participantsQuerySchema,
      answer: { kind: 'data', schema: participantsDataSchema },
      handle(input) {
        const { stageArn, limit } = input.query;
        const cursor = positionOf('participants', input, 4);
        if (cursor !== undefined && cursor[0] !== run) {
          throw refuseField('cursor', 'invalid', hints.cursor, input.language());
        }
        const [, stage = 0, group = 0, row = 0] = cursor ?? [];
        const { rows, total } = participants.page(stageArn, cursor && { stage, group, row }, limit + 1);
        const last = rows[limit - 1]?.position;
        return {
          data: {
            asOf: new Date(clock.wallMs()).toISOString(),
            total,
            participants: rows.slice(0, limit).map((each) => each.row),
            nextCursor:
              rows.length > limit && last !== undefined
                ? encodeCursor('participants', run, last.stage, last.group, last.row)
                : null,
          },
        };
      },
    }),
  ];
}
