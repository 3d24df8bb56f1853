import { Button } from '@mantine/core';
import { IconBrandAws, IconFileText, IconUserX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useServices } from '../../../app/services.ts';
import type { Listed } from '../../../state/participants-rows.ts';
import { copyText } from '../../copy-text.ts';
import type { TimelineItem } from '../timeline-of.ts';
import { timelineText } from '../timeline-text.ts';
import classes from './Drawer.module.css';
import { RemovePanel } from './RemovePanel.tsx';

const SHOWN_MS = 1_500;

interface ActionsProps {
  listed: Listed | null;
  participantId: string | null;
  stageArn: string;
  userId: string | null;
  items: readonly TimelineItem[];
}

export function Actions({ listed, participantId, stageArn, userId, items }: ActionsProps) {
  const { t, i18n } = useTranslation();
  const { hello, bridge } = useServices();
  const [removing, setRemoving] = useState(false);
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = () => {
    const text = timelineText({ userId, participantId, stageArn, items }, t, i18n);
    void copyText(text).then((done) => {
      setCopied(done);
      setTimeout(() => setCopied(null), SHOWN_MS);
    });
  };
  const present = listed !== null && !listed.gone && participantId !== null;
  return (
    <>
      <div className={classes.actions}>
        <Button
          variant="default"
          leftSection={<IconFileText size={14} aria-hidden />}
          disabled={items.length === 0}
          onClick={copy}
        >
          <span aria-live="polite">
            {copied === null ? t('drawer.copyText') : t(copied ? 'copy.done' : 'copy.failed')}
          </span>
        </Button>
        {!hello.localStage && (
          <Button
            variant="default"
            leftSection={<IconBrandAws size={14} aria-hidden />}
            onClick={() => void bridge.invoke('app:open-stage-console', { stageArn }).catch(() => {})}
          >
            {t('drawer.openConsole')}
          </Button>
        )}
        <span className={classes.space} />
        {present && !removing && (
          <Button
            variant="default"
            className={classes.remove}
            leftSection={<IconUserX size={14} aria-hidden />}
            onClick={() => setRemoving(true)}
            data-testid="remove"
          >
            {t('remove.button')}
          </Button>
        )}
      </div>
      {removing && participantId !== null && (
        <RemovePanel
          key={participantId}
          participantId={participantId}
          stageArn={stageArn}
          userId={userId}
          onClose={() => setRemoving(false)}
        />
      )}
    </>
  );
}
