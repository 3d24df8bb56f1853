/** A control plane in a process of its own, as AWS is. */
import { createLocalStage } from '../../../electron/local-stage/index.ts';

const { endpoint, stageArn } = await createLocalStage({ testCard: false });
process.on('message', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
process.send?.({ endpoint, stageArn });
