import { describe, expect, test } from 'vitest';
import { type BundledPackage, licensesText, mergeLicenses } from '../../scripts/lib/licenses.ts';

const MIT = 'MIT License\n\nCopyright (c) 2020 Somebody\n\nPermission is hereby granted, free of charge …';
const APACHE = 'Apache License\nVersion 2.0\n…\nEND OF TERMS AND CONDITIONS';
const found = (name: string, more: Partial<BundledPackage> = {}): BundledPackage => ({
  name,
  version: '1.0.0',
  identifier: 'MIT',
  text: MIT,
  ...more,
});
const nobody = () => 'nobody';

describe('mergeLicenses', () => {
  test('names a package once, though two bundles contain it, and both of its versions where they differ', () => {
    const packages = [found('zod'), found('ajv'), found('zod'), found('ajv', { version: '2.0.0' })];
    expect(mergeLicenses(packages, nobody).map(({ name, version }) => `${name} ${version}`)).toEqual([
      'ajv 1.0.0',
      'ajv 2.0.0',
      'zod 1.0.0',
    ]);
  });

  test('gives a package that only names MIT the text of that licence under the name of its own author', () => {
    const [, bare] = mergeLicenses(
      [found('a'), { name: 'bare', version: '3.1.0', identifier: 'MIT' }],
      () => 'Its Author',
    );
    expect(bare).toMatchObject({ name: 'bare', version: '3.1.0', license: 'MIT' });
    expect(bare!.text).toContain('Copyright (c) Its Author');
    expect(bare!.text).toContain('Permission is hereby granted');
    expect(bare!.text).not.toContain('Somebody');
  });

  test('gives a package that only names Apache 2.0 the text of that licence', () => {
    const packages = [
      found('a', { identifier: 'Apache-2.0', text: APACHE }),
      { ...found('bare'), identifier: 'Apache-2.0', text: '' },
    ];
    expect(mergeLicenses(packages, nobody).map(({ text }) => text)).toEqual([APACHE, APACHE]);
  });

  test('refuses a package whose licence text is nowhere to be had', () => {
    const packages = [found('a'), { name: 'odd', version: '1.0.0', identifier: 'Odd-1.0' }];
    expect(() => mergeLicenses(packages, nobody)).toThrow('odd 1.0.0 (Odd-1.0) brings no licence text.');
  });
});

test('the text for people names package, version and licence above each text', () => {
  const text = licensesText(mergeLicenses([found('zod')], nobody));
  expect(text).toContain('zod 1.0.0 (MIT)\n\nMIT License');
});
