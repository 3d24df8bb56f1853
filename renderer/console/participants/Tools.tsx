import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { memo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import type { ParticipantsQuery } from '../../state/participants-query.ts';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import { FilterChips } from './FilterChips.tsx';
import { hiddenColumns } from './hidden-columns.ts';
import classes from './Page.module.css';

interface ToolsProps {
  query: ParticipantsQuery;
  onQuery: (query: ParticipantsQuery) => void;
}

/** Search, filters, columns. */
export const Tools = memo(function Tools({ query, onQuery }: ToolsProps) {
  const { t } = useTranslation();
  const { preferences } = useServices();
  const hidden = useStore(preferences.store, hiddenColumns);
  const searchField = useRef<HTMLInputElement>(null);
  useShortcut('search', () => searchField.current?.select());
  return (
    <div className={classes.tools}>
      <TextInput
        ref={searchField}
        className={classes.search}
        size="xs"
        leftSection={<IconSearch size={14} aria-hidden />}
        placeholder={t('participants.search')}
        aria-label={t('participants.search')}
        aria-keyshortcuts="/"
        value={query.search}
        onChange={({ currentTarget }) => onQuery({ ...query, search: currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || query.search === '') return;
          event.stopPropagation();
          onQuery({ ...query, search: '' });
        }}
      />
      <div className={classes.chips}>
        <FilterChips query={query} onQuery={onQuery} />
      </div>
      <ColumnsMenu hidden={hidden} onHidden={(ids) => preferences.set({ hiddenColumns: ids })} />
    </div>
  );
});
