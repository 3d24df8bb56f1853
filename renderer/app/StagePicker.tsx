import { Combobox, useCombobox } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBroadcast,
  IconBroadcastOff,
  IconCheck,
  IconHelpCircle,
  IconSelector,
  IconUsers,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PublishingState, StageInfo, StagesData } from '../../shared/api.ts';
import { shortId } from '../console/short-id.ts';
import { stageName } from '../console/stage-name.ts';
import { useFormat } from '../i18n/format.ts';
import { matchingStages } from './matching-stages.ts';
import classes from './StagePicker.module.css';
import { useServices } from './services.ts';

/** From here on typing is faster than looking. */
const SEARCH_FROM = 9;

/** The stage that is watched, and the way to another one: the main process leaves the one and joins the other. */
export function StagePicker({
  current,
  known,
  problem,
}: {
  current: string;
  known: StagesData;
  /** Why the list may be old; null: it is not. */
  problem: string | null;
}) {
  const { t } = useTranslation();
  const { chooseStage } = useServices();
  const [search, setSearch] = useState('');
  const { stages } = known;
  const searchable = stages.length >= SEARCH_FROM;
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
      setSearch('');
    },
    onDropdownOpen: () => {
      if (searchable) combobox.focusSearchInput();
      combobox.selectActiveOption();
    },
  });
  const label = stageName(current, known);
  const shown = matchingStages(stages, search);
  return (
    <Combobox
      store={combobox}
      width={380}
      position="bottom-start"
      withinPortal={false}
      onOptionSubmit={(stageArn) => {
        chooseStage(stageArn);
        combobox.closeDropdown();
      }}
    >
      <Combobox.Target targetType="button" withExpandedAttribute>
        <button
          type="button"
          className={classes.target}
          onClick={() => combobox.toggleDropdown()}
          aria-label={t('stagePicker.button', { stage: label })}
          data-testid="stage-picker"
        >
          <span className={classes.current} data-testid="stage-id">
            {label}
          </span>
          <IconSelector size={16} aria-hidden className={classes.chevron} />
        </button>
      </Combobox.Target>
      <Combobox.Dropdown className={classes.dropdown}>
        {searchable && (
          <Combobox.Search
            value={search}
            onChange={({ currentTarget }) => {
              setSearch(currentTarget.value);
              combobox.updateSelectedOptionIndex();
            }}
            placeholder={t('stagePicker.search')}
            aria-label={t('stagePicker.search')}
          />
        )}
        <Combobox.Options
          className={classes.options}
          aria-label={t('stagePicker.title')}
          {...(searchable ? { tabIndex: 0 } : {})}
        >
          {shown.length === 0 && <Combobox.Empty>{t('stagePicker.none')}</Combobox.Empty>}
          {shown.map((stage) => (
            <StageOption
              key={stage.stageArn}
              stage={stage}
              name={stageName(stage.stageArn, known)}
              isCurrent={stage.stageArn === current}
            />
          ))}
        </Combobox.Options>
        {problem !== null && (
          <p className={classes.problem} role="status">
            <IconAlertTriangle size={16} aria-hidden />
            {t('stagePicker.problem', { problem })}
          </p>
        )}
      </Combobox.Dropdown>
    </Combobox>
  );
}

const icons: Record<PublishingState, typeof IconBroadcast> = {
  live: IconBroadcast,
  'not-live': IconBroadcastOff,
  unknown: IconHelpCircle,
};

function StageOption({ stage, name, isCurrent }: { stage: StageInfo; name: string; isCurrent: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { stageArn, currentViewers, publishing } = stage;
  const Icon = icons[publishing.state];
  return (
    <Combobox.Option value={stageArn} active={isCurrent} className={classes.option} data-testid="stage-option">
      <IconCheck size={16} aria-hidden className={classes.check} data-shown={isCurrent} />
      <span className={classes.words}>
        <span className={classes.name}>{name}</span>
        <span className={classes.arn} title={stageArn}>
          {arnInShort(stageArn)}
        </span>
      </span>
      <span className={classes.facts}>
        <span className={classes.publishing} data-state={publishing.state}>
          <Icon size={14} aria-hidden />
          {t(`stagePicker.publishing.${publishing.state}`)}
        </span>
        <span className={classes.viewers}>
          <IconUsers size={14} aria-hidden />
          {t('stagePicker.viewers', { count: currentViewers, number: format.number(currentViewers) })}
        </span>
      </span>
    </Combobox.Option>
  );
}

/** What tells two ARNs apart at a glance: `AbCdE…IjKl · us-west-2`. */
function arnInShort(stageArn: string): string {
  const [, , , region = '', , resource = ''] = stageArn.split(':');
  return `${shortId(resource.slice(resource.indexOf('/') + 1))} · ${region}`;
}
