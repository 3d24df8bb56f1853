import { describe, expect, test } from 'vitest';
import { chooseProxy } from '../../electron/network/proxy.ts';

const LOOPBACK = 'localhost,127.0.0.1,::1,[::1]';
const unset = { proxy: undefined };

describe('the proxy of the calls to AWS', () => {
  test('there is none where nothing names one', () => {
    expect(chooseProxy(unset, { HTTP_PROXY: 'http://for-plain-http:3128' })).toEqual({
      route: null,
      shown: null,
      refused: null,
    });
  });

  test('the setting comes before the environment, and this machine is never asked through it', () => {
    const { route, shown } = chooseProxy({ proxy: 'http://set:3128' }, { HTTPS_PROXY: 'http://environment:3128' });
    expect(route).toEqual({ HTTPS_PROXY: 'http://set:3128/', NO_PROXY: LOOPBACK });
    expect(shown).toBe('http://set:3128');
  });

  test('none: straight, whatever the environment says', () => {
    expect(chooseProxy({ proxy: 'none' }, { HTTPS_PROXY: 'http://environment:3128' }).route).toBeNull();
  });

  test.each([
    ['small letters before capitals', { https_proxy: 'http://small:1', HTTPS_PROXY: 'http://big:1' }, 'http://small:1'],
    ['an empty variable is none', { https_proxy: '', HTTPS_PROXY: 'http://big:1' }, 'http://big:1'],
    ['without a scheme, as curl takes it', { HTTPS_PROXY: 'proxy.example.com:3128' }, 'http://proxy.example.com:3128'],
  ])('%s', (_name, env, shown) => {
    expect(chooseProxy(unset, env).shown).toBe(shown);
  });

  test('NO_PROXY of the environment counts beside the setting too', () => {
    const { route } = chooseProxy({ proxy: 'http://set:3128' }, { NO_PROXY: '.example.com, 10.0.0.1' });
    expect(route?.NO_PROXY).toBe(`.example.com,10.0.0.1,${LOOPBACK}`);
  });

  test('name and password of the environment are used and never shown', () => {
    const { route, shown } = chooseProxy(unset, { HTTPS_PROXY: 'http://name:password@proxy:3128' });
    expect(route?.HTTPS_PROXY).toBe('http://name:password@proxy:3128/');
    expect(shown).toBe('http://proxy:3128');
  });

  test.each(['socks5://proxy:1080', 'http://', 'not a proxy'])(
    '%j in the environment is not used, and named',
    (value) => {
      expect(chooseProxy(unset, { HTTPS_PROXY: value })).toEqual({ route: null, shown: null, refused: 'HTTPS_PROXY' });
    },
  );
});
