import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { at } from '../../scripts/lib/paths.ts';

/** The parser that electron-updater reads its feed with; it brings no types. */
const { load } = createRequire(import.meta.url)('js-yaml') as { load(text: string): unknown };

interface Step {
  uses?: string;
  run?: string;
}
interface Workflow {
  on: object;
  permissions: Record<string, string>;
  jobs: Record<
    string,
    {
      'runs-on': string;
      'timeout-minutes'?: number;
      uses?: string;
      needs?: string;
      strategy?: { matrix: { os: string[] } };
      permissions?: object;
      steps?: Step[];
    }
  >;
}
const textOf = (name: string) => readFileSync(at(`.github/workflows/${name}.yml`), 'utf8');
const read = (name: string) => load(textOf(name)) as Workflow;
const steps = (workflow: Workflow) => Object.values(workflow.jobs).flatMap((job) => job.steps ?? []);
const scripts = JSON.parse(readFileSync(at('package.json'), 'utf8')).scripts as Record<string, string>;

describe.each(['ci', 'release'])('.github/workflows/%s.yml', (name) => {
  const workflow = read(name);

  test('runs on the three systems', () => {
    const systems = Object.values(workflow.jobs).flatMap((job) => job.strategy?.matrix.os ?? job['runs-on'] ?? []);
    for (const system of ['ubuntu', 'windows', 'macos']) {
      expect(
        systems.filter((each) => each.startsWith(system)),
        system,
      ).not.toEqual([]);
    }
  });

  test('keeps a job from running for ever, unless another workflow looks after that', () => {
    const unlimited = Object.values(workflow.jobs).filter((job) => job.uses === undefined && !job['timeout-minutes']);
    expect(unlimited).toEqual([]);
  });

  test('uses each action at a commit, with its version beside it', () => {
    const used = steps(workflow).flatMap(({ uses }) => uses ?? []);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((action) => !/^actions\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
    const lines = textOf(name).match(/uses: actions.*/g)!;
    expect(lines.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  test('may write nothing but what a job asks for', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const asking = Object.entries(workflow.jobs).filter(([, job]) => job.permissions !== undefined);
    expect(asking.map(([job, { permissions }]) => [job, permissions])).toEqual(
      name === 'release' ? [['publish', { contents: 'write' }]] : [],
    );
  });

  test('runs only scripts, specs and folders of tests that there are', () => {
    const commands = steps(workflow).flatMap(({ run }) => run?.split('\n') ?? []);
    const ours = commands.filter((command) => command.startsWith('npm ') && command !== 'npm ci');
    expect(ours.length).toBeGreaterThan(0);
    for (const command of ours) {
      const [, script = 'test'] = /^npm (?:run )?([\w:]+)/.exec(command)!;
      expect(scripts, command).toHaveProperty([script]);
      for (const [path] of command.matchAll(/(?<=\s)(test\/[\w/-]+|[\w-]+\.spec\.ts)/g)) {
        expect(existsSync(at(path.endsWith('.spec.ts') ? `test/e2e/${path}` : path)), path).toBe(true);
      }
    }
  });
});

test('nothing is released that has not passed the tests, and no part of a release without the others', () => {
  const { jobs } = read('release');
  expect(jobs.test).toEqual({ uses: './.github/workflows/ci.yml' });
  expect(read('ci').on).toHaveProperty('workflow_call');
  expect([jobs.package?.needs, jobs.publish?.needs]).toEqual(['test', 'package']);
});

test('a release is made by a tag alone, and every secret that it takes is explained', () => {
  expect(read('release').on).toEqual({ push: { tags: ['v*'] } });
  const secrets = new Set([...textOf('release').matchAll(/secrets\.(\w+)/g)].map(([, secret]) => secret!));
  expect(secrets.size).toBeGreaterThan(0);
  const docs = readFileSync(at('docs/packaging.md'), 'utf8');
  for (const secret of secrets) expect(docs).toContain(`\`${secret}\``);
});
