import { expect, test } from 'vitest';
import { readUserAgent } from '../../electron/local-stage/user-agent.ts';

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    'Chrome',
    '156.0.0.0',
    'Windows',
    '10.0',
  ],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36',
    'Chrome',
    '156.0.0.0',
    'Linux',
    '',
  ],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Stagewatch/0.1.0 Chrome/156.0.0.0 Electron/45.4.1 Safari/537.36',
    'Electron',
    '45.4.1',
    'Linux',
    '',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.3485.54',
    'Edge',
    '140.0.3485.54',
    'Windows',
    '10.0',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15',
    'Safari',
    '18.3',
    'macOS',
    '10.15.7',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1',
    'Safari',
    '18.3',
    'iOS',
    '18.3',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
    'Chrome',
    '140.0.0.0',
    'Android',
    '15',
  ],
  ['Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', '140.0', 'Linux', ''],
  ['Mozilla/5.0 (OBS-Studio/31.0.0; Windows x86_64; en-US)', 'OBS', '31.0.0', '', ''],
  ['Lavf/61.7.100', 'FFmpeg', '61.7.100', '', ''],
  ['something else', '', '', '', ''],
])('%s', (userAgent, browserName, browserVersion, osName, osVersion) => {
  expect(readUserAgent(userAgent)).toEqual({ browserName, browserVersion, osName, osVersion, sdkVersion: '' });
});

test('says nothing where nothing is told', () => {
  expect(readUserAgent(undefined, '1.41.0')).toMatchObject({ browserName: '', osName: '', sdkVersion: '1.41.0' });
});
