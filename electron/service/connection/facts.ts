import type { IssuerKind } from '../../../shared/api.ts';
import type { AwsProblem } from '../aws/errors.ts';
import type { IssuedToken } from '../tokens/issuer.ts';

/** What is set up, before anything is asked. */
export interface ConnectionSetup {
  kind: IssuerKind;
  /** The region that is set, or that of the stage's ARN where none is; null: neither. A stage is asked in its own. */
  region: string | null;
  /** Where the control plane is asked: Amazon's own where no other is set. */
  endpoint: string | null;
  /** The stage that the settings name first; null: whatever ListStages knows. */
  stageArn: string | null;
}

/** Of a call to AWS: it answered, or why not. */
export type Asked<T> = { ok: true; value: T } | { ok: false; problem: AwsProblem };

export interface StageEndpoints {
  events: string | null;
  whip: string | null;
}

/** What one check has learnt that others build on. Only of one run. */
export interface Facts {
  stageArn: string | null;
  controlPlaneReached: boolean;
  /** There are some, and AWS takes them as far as it was asked. */
  credentialsFine: boolean;
  /** Milliseconds that this machine's clock is ahead of the control plane's; null: it told no time. */
  skewMs: number | null;
  stage: Asked<StageEndpoints> | null;
  stages: Asked<string[]> | null;
  token: Asked<IssuedToken> | null;
}

export const newFacts = (setup: ConnectionSetup): Facts => ({
  stageArn: setup.stageArn,
  controlPlaneReached: false,
  credentialsFine: false,
  skewMs: null,
  stage: null,
  stages: null,
  token: null,
});
