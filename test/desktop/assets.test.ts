import { describe, expect, it } from 'vitest';
import { assetFor } from '../../electron/desktop/assets.ts';

const file = (path: string) => assetFor(`app://console${path}`, '/srv/renderer');

describe('the file behind a URL', () => {
  it('is in the folder, with its type', () => {
    expect(file('/assets/index-1.js')).toEqual({
      path: '/srv/renderer/assets/index-1.js',
      mimeType: 'text/javascript; charset=utf-8',
    });
    expect(file('/a.woff2')?.mimeType).toBe('font/woff2');
  });

  it('is index.html for the bare address', () => {
    expect(file('')?.path).toBe('/srv/renderer/index.html');
    expect(file('/')?.path).toBe('/srv/renderer/index.html');
  });

  it('ignores query and fragment', () => {
    expect(file('/index.html?x=/../y#/stage')?.path).toBe('/srv/renderer/index.html');
  });

  it.each([
    '/../main/main.js',
    '/assets/../../main/main.js',
    '/%2e%2e/main/main.js',
    '/..%2fmain%2fmain.js',
    '/..%5cmain%5cmain.js',
    '/..\\main\\main.js',
    '/%00.js',
    '/index.html%00.js',
  ])('is none for %s', (path) => {
    expect(file(path)).toBeNull();
  });

  it('is none where the type is not one of ours', () => {
    expect(file('/preferences.sqlite')).toBeNull();
    expect(file('/assets')).toBeNull();
  });
});
