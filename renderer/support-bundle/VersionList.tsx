import { useTranslation } from 'react-i18next';
import type { Versions } from '../../shared/support-bundle.ts';
import { type Fact, FactList } from './FactList.tsx';

/** Product names are the same in every language. */
const SHELLS = { electron: 'Electron', chromium: 'Chromium', node: 'Node.js' } as const;

export function VersionList({ versions }: { versions: Versions }) {
  const { t } = useTranslation();
  const { app, electron, chromium, node, os, packages } = versions;
  return (
    <FactList
      facts={[
        ['Stagewatch', app],
        electron !== null && [SHELLS.electron, electron],
        chromium !== null && [SHELLS.chromium, chromium],
        [SHELLS.node, node],
        [t('about.system'), `${os.platform} ${os.release} ${os.arch}`],
        ...Object.entries(packages).map(([name, version]): Fact => [name, version]),
      ]}
    />
  );
}
