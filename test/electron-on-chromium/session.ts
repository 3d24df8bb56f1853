import type Electron from 'electron';
import type { CdpConnection } from './cdp.ts';
import { onlyImplemented } from './implemented.ts';
import { browserOrigin, protocol } from './protocol.ts';

type CheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0];
type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
let checkHandler: CheckHandler = null;
let requestHandler: RequestHandler = null;

const defaultSession = {
  protocol: protocol as Electron.Protocol,
  setPermissionCheckHandler: (handler) => {
    checkHandler = handler;
  },
  setPermissionRequestHandler: (handler) => {
    requestHandler = handler;
  },
} satisfies Pick<Electron.Session, 'protocol' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'>;

/** Electron's name of a permission → the DevTools protocol's. */
const PERMISSIONS = {
  geolocation: ['geolocation'],
  notifications: ['notifications'],
  midi: ['midi'],
  midiSysex: ['midi-sysex'],
  media: ['camera', 'microphone'],
  'clipboard-read': ['clipboard-read'],
  'clipboard-sanitized-write': ['clipboard-write'],
  'idle-detection': ['idle-detection'],
  'screen-wake-lock': ['screen-wake-lock'],
  sensors: ['accelerometer', 'gyroscope', 'magnetometer'],
  'storage-access': ['storage-access'],
  'window-management': ['window-management'],
  'local-fonts': ['local-fonts'],
  'local-network-access': ['local-network-access'],
} as const;

/** Asks the app's own handlers about every permission and sets the answers in the browser. */
export async function applyPermissions(cdp: CdpConnection, contents: Electron.WebContents, appOrigin: string) {
  const settings = Object.entries(PERMISSIONS).map(async ([permission, names]) => {
    const granted = await isGranted(contents, permission as keyof typeof PERMISSIONS, appOrigin);
    for (const name of names) {
      const setting = granted ? 'granted' : 'denied';
      // A permission that this Chromium does not know needs no denial.
      await cdp
        .send('Browser.setPermission', { permission: { name }, setting, origin: browserOrigin() })
        .catch(() => {});
    }
  });
  await Promise.all(settings);
}

async function isGranted(
  contents: Electron.WebContents,
  permission: keyof typeof PERMISSIONS,
  appOrigin: string,
): Promise<boolean> {
  const details = { isMainFrame: true, requestingUrl: `${appOrigin}/` };
  if (checkHandler && !checkHandler(contents, permission, `${appOrigin}/`, details)) return false;
  if (!requestHandler) return true;
  return new Promise((resolve) => requestHandler?.(contents, permission, resolve, details));
}

export const session = onlyImplemented('session', {
  defaultSession: onlyImplemented('session.defaultSession', defaultSession) as unknown as Electron.Session,
} satisfies Pick<typeof Electron.session, 'defaultSession'>);
