import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogEntry } from '../../../shared/log.ts';
import { useLive, useServices } from '../../app/services.ts';
import { everything, withValue } from '../../state/log-filter.ts';
import { Panel } from '../Panel.tsx';
import { EntryDetails } from './EntryDetails.tsx';
import { LogBody } from './LogBody.tsx';
import { LogList } from './LogList.tsx';
import classes from './LogPage.module.css';
import { useLogTime, useLogView } from './use-log-view.ts';

/** The log's tail in little, beside the stage: everybody's, or that of who is chosen among the participants. */
export function LogPanel() {
  const { t } = useTranslation();
  const { live } = useServices();
  const userId = useLive((state) => state.selectedUserId);
  const filter = useMemo(
    () => (userId === null ? everything : withValue(everything, 'only', 'userId', userId)),
    [userId],
  );
  const view = useLogView(filter);
  const time = useLogTime();
  const [selected, setSelected] = useState<LogEntry | null>(null);
  return (
    <Panel
      title={t('log.title')}
      aside={
        userId !== null && (
          <span className={classes.chip} data-testid="log-filter">
            <bdi className={classes.chipText} title={userId}>
              {userId}
            </bdi>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={18}
              aria-label={t('log.clearFilter')}
              onClick={() => live.selectUser(null)}
            >
              <IconX size={12} aria-hidden />
            </ActionIcon>
          </span>
        )
      }
    >
      {view && (
        <LogBody view={view} hint={t('log.emptyUserHint')}>
          <LogList view={view} time={time} dense selectedId={selected?.id ?? null} onSelect={setSelected} />
        </LogBody>
      )}
      {selected && <EntryDetails entry={selected} time={time} dense onClose={() => setSelected(null)} />}
    </Panel>
  );
}
