import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useOverlayWords } from '../stage/overlay-words.ts';
import { useOverlay } from '../stage/use-overlay.ts';

/** Says each change of state once, politely; never the seconds. */
export function Announcer() {
  const { t } = useTranslation();
  const overlay = useOverlay();
  const words = useOverlayWords(overlay);
  return (
    <VisuallyHidden role="status" aria-live="polite" data-testid="announcer">
      {words ? words.title : t('overlay.playing')}
    </VisuallyHidden>
  );
}
