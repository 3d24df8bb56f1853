/** How the service reaches AWS, and the test of it. */
import type { ConnectionData, ConnectionTestData } from '../../../shared/api.ts';
import type { Language } from '../../../shared/settings.ts';
import { credentialProblemText } from './checks/credentials.ts';
import { type CheckDeps, connectionChecks } from './checks/index.ts';
import { newFacts } from './facts.ts';
import { checkOf, type NamedFinding } from './finding.ts';
import { type CheckDefinition, runChecks } from './run-checks.ts';

/** All checks together end within this. */
const LIMIT_MS = 30_000;

export interface Connection {
  describe(language: Language): Promise<ConnectionData>;
  /** While one test runs, whoever asks again gets the same one. */
  test(language: Language): Promise<ConnectionTestData>;
  /** The checks of a fresh run, to be run together with others (--preflight). */
  checks(): CheckDefinition[];
  /** Ends a test that runs. */
  close(): void;
}

export interface ConnectionDeps extends CheckDeps {
  /** Shown: null for Amazon's own control plane. */
  endpoint: string | null;
  limitMs?: number;
}

interface TestRun {
  startedAt: string;
  durationMs: number;
  findings: NamedFinding[];
}

export function createConnection(deps: ConnectionDeps): Connection {
  const { setup, credentials, issuer, endpoint, limitMs = LIMIT_MS } = deps;
  const ending = new AbortController();
  let running: Promise<TestRun> | null = null;

  const checks = () => connectionChecks(deps, newFacts(setup));

  async function run(): Promise<TestRun> {
    const startedAt = new Date().toISOString();
    const startedMs = performance.now();
    const findings = await runChecks(checks(), { limitMs, signal: ending.signal });
    return { startedAt, durationMs: Math.round(performance.now() - startedMs), findings };
  }

  return {
    async describe(language) {
      const { source, accessKeyId, expiresAt, problem } = await credentials.describe();
      return {
        issuer: { kind: issuer.kind, publicKeyArn: issuer.publicKeyArn },
        region: setup.region,
        endpoint,
        credentials: {
          source,
          accessKeyId,
          expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
          problem: problem === null ? null : credentialProblemText(problem, language),
        },
      };
    },
    async test(language) {
      running ??= run().finally(() => {
        running = null;
      });
      const { startedAt, durationMs, findings } = await running;
      return {
        ok: findings.every(({ status }) => status !== 'failed'),
        startedAt,
        durationMs,
        checks: findings.map((finding) => checkOf(finding, language)),
      };
    },
    checks,
    close: () => ending.abort(),
  };
}
