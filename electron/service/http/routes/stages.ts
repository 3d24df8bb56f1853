/** The stages that the service knows, and who publishes on them. */
import { stagesDataSchema } from '../../../../shared/api.ts';
import type { AwsObservation } from '../../aws/observation.ts';
import type { Presence } from '../../presence/presence.ts';
import { awsFailureText } from '../aws-texts.ts';
import { type Route, route } from '../route.ts';

export function stageRoutes(deps: { aws: AwsObservation; presence: Presence }): Route[] {
  const { aws, presence } = deps;
  return [
    route({
      method: 'GET',
      path: '/api/stages',
      summary:
        'The stages: their names, how many watch, and whether somebody publishes (never wrong for longer than 10 s)',
      tag: 'aws',
      answer: { kind: 'data', schema: stagesDataSchema },
      async handle(input) {
        const { stages, source, asOf, failure } = await aws.stages();
        return {
          data: {
            stages: stages.map((stage) => ({ ...stage, currentViewers: presence.count(stage.stageArn) })),
            source,
            asOf: asOf === null ? null : new Date(asOf).toISOString(),
            problem: failure === null ? null : awsFailureText(failure)[input.language()],
          },
        };
      },
    }),
  ];
}
