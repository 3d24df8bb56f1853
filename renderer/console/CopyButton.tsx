import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconLink, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from './copy-text.ts';

const SHOWN_MS = 1_500;
const icons = { idle: IconCopy, link: IconLink, copied: IconCheck, failed: IconX };

/** Copies a value; `label` says which. */
export function CopyButton({ value, label, link = false }: { value: string; label: string; link?: boolean }) {
  const { t } = useTranslation();
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const Icon = icons[state === 'idle' && link ? 'link' : state];
  const text = state === 'idle' ? label : t(state === 'copied' ? 'copy.done' : 'copy.failed');
  return (
    <Tooltip label={text}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={22}
        aria-label={text}
        onClick={() => void copyText(value).then((done) => setState(done ? 'copied' : 'failed'))}
      >
        <Icon size={14} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
