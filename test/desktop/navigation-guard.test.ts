import { EventEmitter } from 'node:events';
import type { WebContents } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { guard } from '../../electron/desktop/navigation-guard.ts';
import { isPermitted } from '../../electron/desktop/permissions.ts';

class FakeContents extends EventEmitter {
  openHandler: (details: { url: string }) => unknown = () => 'not set';
  setWindowOpenHandler(handler: (details: { url: string }) => unknown) {
    this.openHandler = handler;
  }
}

function guarded() {
  const contents = new FakeContents();
  guard(contents as unknown as WebContents);
  const isPrevented = (name: string, event: object) => {
    const preventDefault = vi.fn();
    contents.emit(name, { ...event, preventDefault });
    return preventDefault.mock.calls.length > 0;
  };
  return { contents, isPrevented };
}

describe('the guard of a page', () => {
  it('lets it move within the console', () => {
    const { isPrevented } = guarded();
    expect(isPrevented('will-frame-navigate', { url: 'app://console/index.html', isMainFrame: true })).toBe(false);
  });

  it.each([
    'https://example.com/',
    'app://elsewhere/',
    'file:///etc/passwd',
    'data:text/html,x',
    'javascript:1',
    'about:blank',
  ])('keeps it from %s', (url) => {
    const { isPrevented } = guarded();
    expect(isPrevented('will-frame-navigate', { url, isMainFrame: true })).toBe(true);
    expect(isPrevented('will-redirect', { url, isMainFrame: true })).toBe(true);
  });

  it('allows no frame, not even of our own', () => {
    const { isPrevented } = guarded();
    expect(isPrevented('will-frame-navigate', { url: 'app://console/index.html', isMainFrame: false })).toBe(true);
  });

  it('attaches no webview and opens no window', () => {
    const { contents, isPrevented } = guarded();
    expect(isPrevented('will-attach-webview', {})).toBe(true);
    expect(contents.openHandler({ url: 'app://console/index.html' })).toEqual({ action: 'deny' });
  });
});

describe('permissions', () => {
  it.each(['media', 'geolocation', 'notifications', 'clipboard-read', 'fullscreen', 'openExternal', 'unknown'])(
    'deny %s',
    (permission) => {
      expect(isPermitted(permission, 'app://console/', true)).toBe(false);
    },
  );

  it('open this machine’s network to the console where the stage lies there, and to nobody else', () => {
    expect(isPermitted('local-network-access', 'app://console/', true)).toBe(true);
    expect(isPermitted('local-network-access', 'app://console/', false)).toBe(false);
    expect(isPermitted('local-network-access', 'https://example.com/', true)).toBe(false);
  });
});
