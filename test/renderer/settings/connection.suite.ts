import type { Page } from '@playwright/test';
import { afterEach, expect, it } from 'vitest';
import { openConsole } from '../harness/console-page.ts';
import { languagesAndThemes } from '../harness/looks.ts';
import { script } from '../harness/sample.ts';
import {
  CANARY_TOKEN,
  connection,
  connectionTest,
  publisherToken,
  savedSecrets,
  secretsStatus,
} from '../harness/sample-connection.ts';
import { invocations, type Script } from '../harness/scripted-bridge.ts';
import type { Surroundings } from '../harness/surroundings.ts';
import { violations } from '../harness/violations.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/canary-secret';

export function connectionSuite(surroundings: () => Surroundings): void {
  let page: Page;
  let complaints: string[];

  async function open(
    options: Parameters<typeof script>[0] = { language: 'en' },
    answers: Partial<Script['answers']> = {},
  ): Promise<void> {
    const played = script(options);
    Object.assign(played.answers, {
      'api:connection': { ok: true, data: connection() },
      'api:test-connection': { ok: true, data: connectionTest() },
      'api:publisher-token': { ok: true, data: publisherToken() },
      'secrets:status': secretsStatus(),
      ...answers,
    });
    ({ page, complaints } = await openConsole(surroundings(), played, { hash: '#/connection' }));
    await page.getByTestId('connection').waitFor();
  }
  afterEach(() => expect(complaints.splice(0)).toEqual([]));

  const html = () => page.evaluate(() => document.documentElement.outerHTML);
  const typed = async (fields: Record<string, string>) => {
    for (const [name, value] of Object.entries(fields)) await page.getByTestId(`field-${name}`).fill(value);
    await page.getByTestId('save-credentials').click();
  };
  const savings = async () =>
    (await invocations(page)).filter(({ channel }) => channel === 'secrets:save-aws-credentials');

  it.each(languagesAndThemes)(
    'is accessible, tested, with a token and the policy on screen, in $language, $theme',
    async (look) => {
      await open(look, { 'secrets:status': savedSecrets() });
      await page.getByTestId('test-connection').click();
      await page.getByTestId('check').first().waitFor();
      await page.getByTestId('issue-publisher').click();
      await page.getByTestId('publisher-token').waitFor();
      await page.getByTestId('reveal').click();
      await page.getByTestId('policy-toggle').click();
      await page.getByTestId('policy').waitFor();
      expect(await violations(page)).toEqual([]);
    },
  );

  it('tells issuer, region, control plane and the masked credentials; each check in words, and the failures', async () => {
    await open();
    const text = await page.getByTestId('in-use').innerText();
    for (const word of ['AWS API', 'us-west-2', 'Amazon IVS', 'Profile', 'AKIA…LE00']) expect(text).toContain(word);

    await page.getByTestId('test-connection').click();
    await page.getByTestId('check').first().waitFor();
    expect(await page.getByTestId('verdict').innerText()).toContain('1 check failed');
    expect(await page.getByTestId('check').count()).toBe(connectionTest().checks.length);
    const denied = await page.locator('[data-check="permission:ivs:DisconnectParticipant"]').innerText();
    expect(denied).toContain('Failed');
    expect(denied).toContain('In IAM, give these credentials ivs:DisconnectParticipant');
  });

  it('says why there are no credentials, and what to do', async () => {
    const problem = 'No AWS credentials were found. Save an access key';
    await open(
      { language: 'en' },
      {
        'api:connection': { ok: true, data: connection({ source: 'none', accessKeyId: null, problem }) },
      },
    );
    expect(await page.getByTestId('credential-problem').innerText()).toBe(problem);
  });

  it('says that the test itself could not be run, and offers it again', async () => {
    await open(
      { language: 'en' },
      {
        'api:test-connection': { ok: false, code: 'SHUTTING_DOWN', message: 'The service is shutting down' },
      },
    );
    await page.getByTestId('test-connection').click();
    await page.getByText('The test could not be run: The service is shutting down').waitFor();
    expect(await page.getByTestId('test-connection').innerText()).toBe('Test again');
  });

  it('points out a value that cannot be right; hands credentials to the keychain once, and keeps nothing of them', async () => {
    await open({ language: 'en' }, { 'secrets:save-aws-credentials': { ok: true, status: savedSecrets() } });
    await typed({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'too short' });
    await page.getByText('At least 16 characters without spaces').waitFor();
    expect(await savings()).toEqual([]);

    await typed({ accessKeyId: ' AKIAIOSFODNN7EXAMPLE ', secretAccessKey: SECRET });
    await page.getByTestId('credentials-outcome').getByText('Saved, and in use from now on').waitFor();
    expect((await savings()).map(({ payload }) => payload)).toEqual([
      { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: SECRET },
    ]);
    expect(await html()).not.toContain(SECRET);
    for (const field of ['accessKeyId', 'secretAccessKey', 'sessionToken']) {
      expect(await page.getByTestId(`field-${field}`).inputValue()).toBe('');
    }
    expect(await page.getByTestId('kept-secret').innerText()).toContain('Saved');
  });

  it('where there is no keychain nothing can be typed, and why is said', async () => {
    await open(
      { language: 'en' },
      { 'secrets:status': secretsStatus({ refusal: 'plain-text', backend: 'basic_text' }) },
    );
    expect(await page.getByTestId('keychain-refused').innerText()).toContain('no keychain (basic_text)');
    expect(await page.getByTestId('field-secretAccessKey').count()).toBe(0);
  });

  it('forgets after asking again', async () => {
    await open({ language: 'en' }, { 'secrets:status': savedSecrets(), 'secrets:forget': secretsStatus() });
    await page.getByTestId('forget').click();
    await page.getByTestId('forget-really').click();
    await page.getByTestId('credentials-outcome').getByText('Forgotten').waitFor();
    expect(await page.getByTestId('kept-secret').innerText()).toContain('None saved');
  });

  it('a publisher token is in the page only while it is shown, and gone with the page', async () => {
    await open();
    expect(await html()).not.toContain(CANARY_TOKEN);
    await page.getByTestId('issue-publisher').click();
    await page.getByTestId('publisher-token').waitFor();
    expect(await html()).not.toContain(CANARY_TOKEN);
    await page.getByTestId('reveal').click();
    expect(await page.getByTestId('bearer').innerText()).toBe(CANARY_TOKEN);
    expect(await page.getByTestId('ffmpeg').innerText()).toContain(CANARY_TOKEN);
    await page.getByTestId('reveal').click();
    expect(await html()).not.toContain(CANARY_TOKEN);
    await page.getByTestId('reveal').click();
    await page.getByTestId('nav-log').click();
    await page.getByTestId('nav-connection').click();
    await page.getByTestId('issue-publisher').waitFor();
    expect(await html()).not.toContain(CANARY_TOKEN);
    expect(await page.getByTestId('publisher-token').count()).toBe(0);
  });

  it('tells in the words of the service why no publisher token came', async () => {
    await open(
      { language: 'en' },
      {
        'api:publisher-token': { ok: false, code: 'TOKEN_ISSUER_FAILED', message: 'AWS denied access' },
      },
    );
    await page.getByTestId('issue-publisher').click();
    await page.getByText('AWS denied access').waitFor();
  });

  it('waits for what has not come, and offers to try again what failed', async () => {
    const failure = { ok: false, code: 'UNREACHABLE', message: 'The API cannot be reached' } as const;
    await open({ language: 'en' }, { 'api:connection': failure, 'api:stages': failure });
    await page.getByText('The API cannot be reached').first().waitFor();
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(2);
  });
}
