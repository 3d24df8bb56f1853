import { expect, test } from 'vitest';
import { iamPolicy, ivsActions } from '../../shared/iam.ts';

const ARN = 'arn:aws:ivs:us-west-2:123456789012:stage/AbCdEfGhIjKl';
const OTHER = 'arn:aws:ivs:ap-northeast-1:123456789012:stage/MnOpQrStUvWx';
const statementsOf = (arns: string[]) =>
  JSON.parse(iamPolicy(arns)).Statement as { Effect: string; Action: string[]; Resource: string | string[] }[];

test('the policy allows each call that is made, once, and nothing else', () => {
  const actions = statementsOf([ARN]).flatMap(({ Action }) => Action);
  expect(actions.toSorted()).toEqual([...ivsActions].toSorted());
  expect(statementsOf([ARN]).every(({ Effect }) => Effect === 'Allow')).toBe(true);
});

test("on these stages; the list of stages is the account's", () => {
  expect(statementsOf([ARN]).map(({ Resource }) => Resource)).toEqual([
    ARN,
    'arn:aws:ivs:us-west-2:123456789012:stage/*',
  ]);
  expect(statementsOf([ARN, OTHER]).map(({ Resource }) => Resource)).toEqual([
    [ARN, OTHER],
    ['arn:aws:ivs:us-west-2:123456789012:stage/*', 'arn:aws:ivs:ap-northeast-1:123456789012:stage/*'],
  ]);
});

test('where no stage is known, on every stage', () => {
  expect(statementsOf([]).map(({ Resource }) => Resource)).toEqual([
    'arn:aws:ivs:*:*:stage/*',
    'arn:aws:ivs:*:*:stage/*',
  ]);
});
