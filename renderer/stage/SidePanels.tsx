import { LogPanel } from '../console/log/LogPanel.tsx';
import { CompactPanel } from '../console/participants/CompactPanel.tsx';

/** Who is here and what happens, beside the picture. */
export default function SidePanels() {
  return (
    <>
      <CompactPanel />
      <LogPanel />
    </>
  );
}
