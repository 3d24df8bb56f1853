import type { Page } from '@playwright/test';
import { afterEach, expect, it } from 'vitest';
import type { ParticipantRow } from '../../../shared/api.ts';
import { openConsole, overflowing, violations } from '../harness/console-page.ts';
import { languagesAndThemes } from '../harness/looks.ts';
import { STAGE_ARN, script, views } from '../harness/sample.ts';
import {
  awsParticipant,
  ghosts,
  hostileNames,
  joinSeenByAws,
  participantRow,
  participants,
  story,
} from '../harness/sample-participants.ts';
import { forgetInvocations, holdAnswer, invocations, type Script, send } from '../harness/scripted-bridge.ts';
import type { Surroundings } from '../harness/surroundings.ts';

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read);
const LIST = '#/participants';
const drawerOf = (userId: string) => `${LIST}?${new URLSearchParams({ user: userId, stage: STAGE_ARN })}`;

export function participantsPageSuite(surroundings: () => Surroundings): void {
  let page: Page;
  let complaints: string[];

  async function open(hash = LIST, change: (played: Script) => void = () => {}, options = {}): Promise<void> {
    const played = script({ language: 'en', view: views['away-page'] });
    played.answers['api:drift'] = { ok: true, data: ghosts() };
    const joinedAtAws = joinSeenByAws();
    const entries = story({ joinedAtAws });
    played.answers['api:log'] = { ok: true, data: { entries, nextCursor: null, newerCursor: null } };
    played.answers['api:aws-participant'] = { ok: true, data: awsParticipant({}, joinedAtAws) };
    change(played);
    ({ page, complaints } = await openConsole(surroundings(), played, { hash, ...options }));
  }
  afterEach(() => expect(complaints.splice(0)).toEqual([]));

  const rows = () => page.getByTestId('participant-row');
  const names = () => rows().evaluateAll((each) => each.map((row) => row.getAttribute('data-user-id')));
  const row = (userId: string) => page.locator(`[data-testid="participant-row"][data-user-id="${userId}"]`);
  const drawer = () => page.getByTestId('drawer');
  const hash = () => page.evaluate(() => decodeURIComponent(location.hash));
  const answer = (answers: Script['answers']) =>
    page.evaluate((more) => Object.assign(window.harness.answers, more), answers);
  const updated = (participant: ParticipantRow) => ({ change: 'updated', participant }) as const;

  it.each(languagesAndThemes)('list, drawer and removal are accessible, in $language, $theme', async (look) => {
    const { hello } = script({ ...look, view: views['away-page'] });
    await open(drawerOf('till-11'), (played) => Object.assign(played.hello, hello));
    await page.getByTestId('ghost-notice').waitFor();
    await page.getByTestId('timeline-item').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByTestId('remove').click();
    expect(await violations(page)).toEqual([]);
  });

  it('lists everybody on all stages, marks ghosts, and sorts by a column’s head', async () => {
    await open();
    await eventually(() => page.getByTestId('participants-count').textContent()).toBe('14');
    await eventually(() => row('till-11').textContent()).toContain('Ghost');
    expect(await page.locator('[data-state="only-there"]').textContent()).toContain('Only at AWS');
    const user = page.getByRole('columnheader', { name: 'User' });
    expect(await user.getAttribute('aria-sort')).toBe('none');
    await user.getByRole('button').click();
    await eventually(() => user.getAttribute('aria-sort')).toBe('ascending');
    const ascending = await names();
    await user.getByRole('button').click();
    await eventually(() => user.getAttribute('aria-sort')).toBe('descending');
    await eventually(hash).toBe(`${LIST}?sort=-user`);
    await eventually(names).toEqual(ascending.toReversed());
  });

  it('narrows by chips and by words, says how many are left, and tells both in the address', async () => {
    await open();
    await rows().first().waitFor();
    await page.getByRole('button', { name: /^Away 1/ }).click();
    await eventually(names).toEqual(['kiosk-03']);
    expect(await page.getByTestId('participants-count').textContent()).toBe('1 of 14');
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.keyboard.press('/');
    await page.keyboard.type('TILL-0');
    await eventually(async () => (await names()).toSorted()).toEqual(['till-02', 'till-03', 'till-07']);
    await eventually(hash).toBe(`${LIST}?q=TILL-0`);
    await page.keyboard.type('nobody');
    await page.getByText('Nobody matches').waitFor();
    await page.keyboard.press('Escape');
    await eventually(async () => (await names()).length).toBe(15);
  });

  it('is walked through and opened by keyboard alone, and closed by Escape', async () => {
    await open();
    await rows().first().waitFor();
    const grid = page.getByTestId('participants-table');
    await grid.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    const active = () =>
      page.locator('[data-testid="participant-row"][data-active="true"]').getAttribute('aria-rowindex');
    await eventually(active).toBe('3');
    const id = await grid.getAttribute('aria-activedescendant');
    expect(await page.locator(`[id="${id}"]`).getAttribute('aria-rowindex')).toBe('3');
    await page.keyboard.press('End');
    await eventually(active).toBe('16');
    await page.keyboard.press('Enter');
    await drawer().waitFor();
    await eventually(hash).toContain('user=till-07');
    await page.keyboard.press('Escape');
    await eventually(() => drawer().count()).toBe(0);
    expect(await grid.evaluate((element) => element === document.activeElement)).toBe(true);

    // From anywhere on the page: only what closes by Escape itself comes first.
    await page.keyboard.press('Enter');
    await drawer().waitFor();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox').first().waitFor();
    await page.keyboard.press('Escape');
    await eventually(() => page.getByRole('checkbox').count()).toBe(0);
    expect(await drawer().count()).toBe(1);
    await page.keyboard.press('/');
    await page.keyboard.type('till');
    await page.keyboard.press('Escape');
    await eventually(() => page.getByRole('textbox').first().inputValue()).toBe('');
    expect(await drawer().count()).toBe(1);
    await page.keyboard.press('Escape');
    await eventually(() => drawer().count()).toBe(0);
  });

  it('shows a change at once, keeps who reconnects, and lets who left go', async () => {
    await open();
    await rows().first().waitFor();
    await holdAnswer(page, 'api:participants');
    const till = participantRow(0, { userId: 'till-07' });
    await send(page, 'live:participants', [updated({ ...till, state: 'silent' })]);
    await eventually(() => row('till-07').textContent()).toContain('No heartbeat');
    await send(page, 'live:participants', [
      { change: 'gone', stageArn: STAGE_ARN, userId: 'till-07' },
      { change: 'gone', stageArn: STAGE_ARN, userId: 'kiosk-03' },
    ]);
    await eventually(() => row('till-07').textContent()).toContain('Left');
    await send(page, 'live:participants', [updated({ ...till, state: 'connecting' })]);
    await eventually(() => row('till-07').textContent()).toContain('Connecting');
    await eventually(() => row('kiosk-03').count()).toBe(0);
    expect(await row('till-07').count()).toBe(1);
  });

  it('holds the order while the pointer is over it, says so, and lets go when it leaves', async () => {
    await open();
    await rows().first().waitFor();
    await row('till-02').hover();
    const before = await names();
    await send(page, 'live:participants', [
      updated(participantRow(0, { userId: 'newcomer', joinedAt: '2020-01-01T00:00:00.000Z' })),
    ]);
    await eventually(() => page.getByTestId('order-held').textContent()).toBe('Order held, 1 waiting');
    expect(await names()).toEqual(before);
    await page.mouse.move(10, 400);
    await eventually(names).toEqual(['newcomer', ...before]);
    expect(await page.getByTestId('order-held').count()).toBe(0);
  });

  it('shows names as they are, and runs none of them', async () => {
    await open();
    await rows().first().waitFor();
    const shown = await names();
    for (const name of hostileNames) expect(shown).toContain(name);
    expect(await page.locator('img').count()).toBe(0);
    await row(hostileNames[5] as string).click();
    await drawer().waitFor();
    expect(await overflowing(page, '[data-testid="drawer"]')).toEqual([]);
  });

  it('remembers which columns are hidden', async () => {
    await open();
    await rows().first().waitFor();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'Cost' }).uncheck();
    expect(await invocations(page)).toContainEqual({
      channel: 'app:set-preferences',
      payload: { hiddenColumns: ['cost'] },
    });
    expect(await page.getByRole('columnheader', { name: 'Cost' }).count()).toBe(0);
  });

  it('tells one participant’s story: AWS’s words once, late ones marked, gaps and sessions in sight', async () => {
    await open(drawerOf('till-07'));
    const items = page.getByTestId('timeline-item');
    await drawer().getByText('Chunghwa Telecom').waitFor();
    await items.first().waitFor();
    const texts = await items.allTextContents();
    expect(texts.filter((text) => text.includes('Joined') && text.includes('AWS'))).toHaveLength(1);
    expect(texts.find((text) => text.includes('Publishing failed'))).toContain('lower its bitrate');
    expect(texts.filter((text) => text.includes('late'))).toHaveLength(1);
    const timeline = await page.getByTestId('timeline').textContent();
    expect(timeline).toContain('12 min nothing');
    const kinds = await page.getByTestId('session-bar').evaluateAll((bars) => bars.map((bar) => bar.dataset.kind));
    expect(new Set(kinds)).toEqual(new Set(['connected', 'away', 'parked']));
    expect(await drawer().textContent()).toContain('AWS records no network failures of clients');
    const asked = (await invocations(page)).filter(({ channel }) => channel === 'api:aws-participant');
    expect(asked).toHaveLength(1);

    await send(page, 'live:log', [
      { ...story()[0]!, id: 900, at: new Date().toISOString(), type: 'viewer.quit', source: 'viewer', details: {} },
      { ...story()[0]!, id: 901, userId: 'somebody else', type: 'viewer.ended', source: 'viewer', details: {} },
    ]);
    await eventually(() => items.first().textContent()).toContain('Quit');
  });

  it('says what AWS does not, and asks again on demand', async () => {
    await open(drawerOf('till-07'), (played) => {
      played.answers['api:aws-participant'] = { ok: false, code: 'AWS_FAILED', message: 'AWS throttles the requests.' };
    });
    await drawer().getByText('AWS throttles the requests.').waitFor();
    await answer(script().answers);
    await drawer().getByRole('button', { name: 'Try again' }).click();
    await drawer().getByText('Chunghwa Telecom').waitFor();
  });

  it('removes nobody without being asked twice, says what it does, and shows it at once', async () => {
    await open(drawerOf('till-07'));
    await forgetInvocations(page);
    await page.getByTestId('remove').click();
    const panel = page.getByTestId('remove-panel');
    expect(await panel.textContent()).toContain('The token is dead');
    expect((await invocations(page)).filter(({ channel }) => channel === 'api:remove-viewer')).toEqual([]);
    await panel.getByLabel('Reason (optional)').fill('  testing  ');
    await answer({ 'api:remove-viewer': { ok: false, code: 'AWS_FAILED', message: 'AWS did not answer in time.' } });
    await page.getByTestId('remove-confirm').click();
    await panel.getByText('AWS did not answer in time.').waitFor();
    await answer({ 'api:remove-viewer': script().answers['api:remove-viewer']! });
    await page.getByTestId('remove-confirm').click();
    await panel.getByText('The connection was cut and the token is dead.').waitFor();
    expect((await invocations(page)).filter(({ channel }) => channel === 'api:remove-viewer').at(-1)?.payload).toEqual({
      stageArn: STAGE_ARN,
      participantId: 'Zq81LmXcVb00',
      userId: 'till-07',
      reason: 'testing',
    });
    await eventually(() => row('till-07').textContent()).toContain('Left');
  });

  it('opens the stage in the AWS console by its ARN, for stages that are at AWS', async () => {
    await open(drawerOf('till-07'), ({ hello }) => {
      hello.localStage = false;
    });
    await drawer().getByRole('button', { name: 'Open the stage in the AWS console' }).click();
    expect(await invocations(page)).toContainEqual({
      channel: 'app:open-stage-console',
      payload: { stageArn: STAGE_ARN },
    });
  });

  it('has designed states for loading, nobody and failure, and fetches again', async () => {
    await open(LIST, ({ answers }) => {
      delete answers['api:participants'];
      answers['api:drift'] = { ok: true, data: ghosts({ ghosts: [] }) };
    });
    await page.getByText('Loading').waitFor();
    expect(await violations(page, 'main')).toEqual([]);
    await answer({ 'api:participants': { ok: true, data: participants(0) } });
    await send(page, 'live:connected', true);
    await page.getByText('Nobody is watching').waitFor();
    await answer({
      'api:participants': { ok: false, code: 'STORE_UNAVAILABLE', message: 'The database cannot be read.' },
    });
    await send(page, 'live:connected', true);
    await page.getByText('The database cannot be read.').waitFor();
    expect(await violations(page, 'main')).toEqual([]);
    await answer({ 'api:participants': { ok: true, data: participants() } });
    await page.getByRole('button', { name: 'Try again' }).click();
    await rows().first().waitFor();
  });

  it('draws ten thousand, scrolls to the last, and keeps few in the page', async () => {
    await open(LIST, ({ answers }) => {
      answers['api:participants'] = { ok: true, data: participants(10_000) };
    });
    await rows().first().waitFor();
    await page.getByTestId('participants-table').focus();
    await page.keyboard.press('End');
    await eventually(() => rows().last().getAttribute('aria-rowindex')).toBe('10002');
    expect(await rows().count()).toBeLessThan(60);
  });

  it.each([
    { width: 1280, height: 800 },
    { width: 720, height: 480 },
  ])('holds together at $width × $height', async (size) => {
    await open(LIST, () => {}, { size });
    await rows().first().waitFor();
    expect(await overflowing(page, '[data-testid="participants-table"]')).toEqual([]);
    await row('till-11').click();
    await page.getByTestId('ghost-notice').waitFor();
    expect(await overflowing(page, '[data-testid="drawer"]')).toEqual([]);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(sideways).toBeLessThanOrEqual(0);
  });
}
