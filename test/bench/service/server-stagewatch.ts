/** The service as it is, with its real store, and 100,000 viewers present. A process of its own. */
import pino from 'pino';
import { createIvsClients } from '../../../electron/service/aws/clients.ts';
import { createService } from '../../../electron/service/index.ts';
import { openStore } from '../../../electron/service/store/open.ts';
import { createAwsIssuer } from '../../../electron/service/tokens/aws-issuer.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { answerProbes } from './probes.ts';
import { API_KEY, participantIdOf, STAGE_ARN, userIdOf, VIEWERS } from './users.ts';

const dataDir = temporaryFolder();
const clients = createIvsClients();

const service = createService(
  {
    apiKey: API_KEY,
    defaultStageArn: STAGE_ARN,
    stages: [],
    host: '127.0.0.1',
    allowedHosts: [],
    allowedOrigins: [],
    rateLimit: 20,
    heartbeatIntervalMs: 30_000,
    heartbeatTimeoutMs: 3_600_000,
    pricePerMinute: 0.006,
    version: 'bench',
  },
  {
    store: await openStore({ dataDir }),
    issuer: createAwsIssuer({ kind: 'aws', clients }),
    clients,
    logger: pino({ level: 'silent' }),
  },
);
const port = await service.listen(0);
for (let from = 0; from < VIEWERS; from += 1_000) {
  const joins = Array.from({ length: 1_000 }, (_, offset) =>
    service.viewers.rejoin({
      userId: userIdOf(from + offset),
      stageArn: STAGE_ARN,
      participantId: participantIdOf(from + offset),
    }),
  );
  await Promise.all(joins);
}
answerProbes(port);
