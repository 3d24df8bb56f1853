/** What a participant's browser says of itself, in the fields of AWS's GetParticipant. */
export interface ParticipantAgent {
  browserName: string;
  browserVersion: string;
  osName: string;
  osVersion: string;
  sdkVersion: string;
}

const BROWSERS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Electron', /\bElectron\/([\d.]+)/],
  ['Edge', /\bEdg\/([\d.]+)/],
  ['Opera', /\bOPR\/([\d.]+)/],
  ['Firefox', /\bFirefox\/([\d.]+)/],
  ['Chrome', /\b(?:Headless)?Chrome\/([\d.]+)/],
  ['Safari', /\bVersion\/([\d.]+).*\bSafari\//],
  ['OBS', /\bOBS-Studio\/([\d.]+)/i],
  ['FFmpeg', /^Lavf\/([\d.]+)/],
];

const SYSTEMS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Windows', /Windows NT ([\d.]+)/],
  ['Android', /Android ([\d.]+)/],
  ['iOS', /(?:iPhone|CPU) OS ([\d_]+)/],
  ['macOS', /Mac OS X ([\d_.]+)/],
  ['Chrome OS', /\bCrOS \S+ ([\d.]+)/],
  ['Linux', /\bLinux\b()/],
];

/**
 * Reads a User-Agent header. A field that it doesn't tell is empty, as at AWS.
 * @param sdkVersion the version that the SDK tells by itself, if it does
 */
export function readUserAgent(userAgent: string | undefined, sdkVersion = ''): ParticipantAgent {
  const [browserName, browserVersion] = firstMatch(BROWSERS, userAgent ?? '');
  const [osName, osVersion] = firstMatch(SYSTEMS, userAgent ?? '');
  return { browserName, browserVersion, osName, osVersion: osVersion.replaceAll('_', '.'), sdkVersion };
}

function firstMatch(
  candidates: readonly (readonly [name: string, pattern: RegExp])[],
  userAgent: string,
): [name: string, version: string] {
  for (const [name, pattern] of candidates) {
    const match = pattern.exec(userAgent);
    if (match) return [name, match[1] ?? ''];
  }
  return ['', ''];
}
