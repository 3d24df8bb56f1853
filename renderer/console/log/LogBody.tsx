import { IconFilterOff, IconListDetails } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { isEverything } from '../../state/log-filter.ts';
import type { LogView } from '../../state/log-view.ts';
import { Empty, Failed, Waiting } from '../Panel.tsx';

/** What stands in the place of rows that are not there: loading, nothing yet, nothing that matches, an error. */
export function LogBody({ view, hint, clear, children }: LogBodyProps) {
  const { t } = useTranslation();
  const status = useStore(view.store, (state) => state.status);
  const message = useStore(view.store, (state) => state.message);
  const nothing = useStore(view.store, (state) => state.window.entries.length === 0);
  const filtered = useStore(view.store, (state) => !isEverything(state.filter));
  return (
    <>
      {status === 'error' && <Failed message={message} strip={!nothing} onRetry={view.retry} />}
      {status === 'loading' && nothing && <Waiting />}
      {status === 'ready' && nothing && !filtered && (
        <Empty icon={<IconListDetails {...icon} />} title={t('log.empty')} hint={t('log.emptyHint')} />
      )}
      {status === 'ready' && nothing && filtered && (
        <Empty
          icon={<IconFilterOff {...icon} />}
          title={t('log.noMatch')}
          hint={hint ?? t('log.noMatchHint')}
          action={clear}
        />
      )}
      {!nothing && children}
    </>
  );
}

interface LogBodyProps {
  view: LogView;
  /** What to say where the filter finds nothing. */
  hint?: string;
  /** The way out of a filter that finds nothing. */
  clear?: ReactNode;
  children: ReactNode;
}

const icon = { size: 24, stroke: 1.4, 'aria-hidden': true } as const;
