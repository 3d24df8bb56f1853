import { ivsActions } from '../../../../shared/iam.ts';
import type { Network } from '../../../network/network.ts';
import { type IvsClients, regionOf } from '../../aws/clients.ts';
import type { AwsCredentials } from '../../aws/credentials.ts';
import type { TokenIssuer } from '../../tokens/issuer.ts';
import type { ConnectionSetup, Facts } from '../facts.ts';
import { type Finding, skipped, text, warning } from '../finding.ts';
import { type CheckDefinition, skippedFor } from '../run-checks.ts';
import { checkClock, checkControlPlane } from './control-plane.ts';
import { checkCredentials } from './credentials.ts';
import { checkEvents } from './events.ts';
import { checkMedia, checkMediaUdp } from './media.ts';
import { asked, askStage, askStages, type ProbedAction, permissionOf, probes } from './permissions.ts';
import { checkRegion } from './region.ts';
import { checkStage } from './stage.ts';
import { checkToken, issueTestToken } from './token.ts';

export interface CheckDeps {
  setup: ConnectionSetup;
  clients: IvsClients;
  credentials: AwsCredentials;
  issuer: Pick<TokenIssuer, 'kind' | 'publicKeyArn' | 'issue'>;
  network: Network;
}

const NO_STAGE = skipped(text('沒有舞台可以檢查', 'There is no stage to look at'));

/** All checks of one run, in the order in which they are shown. Independent ones run at once, within AWS's quota. */
export function connectionChecks(deps: CheckDeps, facts: Facts): CheckDefinition[] {
  const { setup, clients, credentials, issuer, network } = deps;
  const client = () =>
    clients.forRegion(setup.stageArn === null ? (setup.region ?? 'us-east-1') : regionOf(setup.stageArn));
  const permission = (action: string) => `permission:${action}`;

  /** The first signed call: what it is answered says whether the credentials are any good. */
  async function makeContact(signal: AbortSignal): Promise<void> {
    if (!facts.controlPlaneReached) return;
    if (facts.stageArn === null) {
      facts.stages = await askStages(client(), signal);
      facts.stageArn = facts.stages.ok ? (facts.stages.value[0] ?? null) : null;
      if (facts.stageArn === null) return;
    }
    facts.stage = await askStage(client(), facts.stageArn, signal);
  }

  const ofStage = (run: (stageArn: string, signal: AbortSignal) => Promise<Finding>) => (signal: AbortSignal) =>
    facts.stageArn === null ? Promise.resolve(NO_STAGE) : run(facts.stageArn, signal);

  const probe = (action: ProbedAction): CheckDefinition => ({
    name: permission(action),
    needs: ['control-plane', 'credentials'],
    run: ofStage(async (stageArn, abortSignal) =>
      permissionOf(action, stageArn, await asked(probes[action](client(), stageArn, { abortSignal }))),
    ),
  });

  async function listStages(signal: AbortSignal): Promise<Finding> {
    facts.stages ??= await askStages(client(), signal);
    const resource = (facts.stageArn ?? `arn:aws:ivs:${setup.region}:*:stage/`).replace(/stage\/.*$/, 'stage/*');
    const finding = permissionOf('ivs:ListStages', resource, facts.stages);
    if (finding.status !== 'failed' || setup.stageArn === null) return finding;
    const needless = text(
      '只有在設定沒有指定舞台時才需要：{zh}',
      'Needed only where the settings name no stage. {en}',
      { zh: finding.remedy?.['zh-TW'] ?? '', en: finding.remedy?.en ?? '' },
    );
    return warning(finding.message, needless, finding.details);
  }

  /** A key pair signs without AWS; which of the two issues tokens is known once the keychain has answered. */
  async function createToken(): Promise<Finding> {
    if (issuer.kind !== 'key-pair') {
      if (!facts.controlPlaneReached) return skippedFor('control-plane');
      if (!facts.credentialsFine) return skippedFor('credentials');
    }
    await issueTestToken(issuer, facts);
    if (issuer.kind === 'key-pair') {
      return skipped(text('以金鑰對簽發 Token，不需要這個權限', 'Tokens are signed with a key pair: not needed'));
    }
    if (facts.token === null) return NO_STAGE;
    return permissionOf('ivs:CreateParticipantToken', facts.stageArn ?? '', facts.token);
  }

  const getStage = ofStage(async (stageArn) =>
    facts.stage === null ? NO_STAGE : permissionOf('ivs:GetStage', stageArn, facts.stage),
  );

  const permissions = ivsActions.map((action): CheckDefinition => {
    const name = permission(action);
    switch (action) {
      case 'ivs:CreateParticipantToken':
        return { name, after: ['control-plane', 'credentials'], run: createToken };
      case 'ivs:GetStage':
        return { name, needs: ['control-plane', 'credentials'], run: getStage };
      case 'ivs:ListStages':
        return { name, needs: ['control-plane', 'credentials'], run: listStages };
      default:
        return probe(action);
    }
  });

  return [
    { name: 'control-plane', run: (signal) => checkControlPlane(setup, facts, network, signal) },
    { name: 'clock', needs: ['control-plane'], run: () => checkClock(facts) },
    { name: 'region', run: () => checkRegion(setup) },
    {
      name: 'credentials',
      after: ['control-plane'],
      async run(signal) {
        const state = await credentials.describe({ fresh: true });
        if (state.problem === null) await makeContact(signal);
        const finding = await checkCredentials(state, facts, Date.now());
        facts.credentialsFine = finding.status !== 'failed';
        return finding;
      },
    },
    ...permissions,
    { name: 'stage', needs: [permission('ivs:GetStage')], run: () => checkStage(facts) },
    {
      name: 'token',
      after: [permission('ivs:CreateParticipantToken')],
      run: () => checkToken(facts, issuer.kind, permission('ivs:CreateParticipantToken')),
    },
    { name: 'events', needs: ['token'], run: (signal) => checkEvents(facts, network, signal) },
    { name: 'media', needs: ['token'], run: (signal) => checkMedia(facts, network, signal) },
    { name: 'media-udp', run: checkMediaUdp },
  ];
}
