import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { isNarrowed, type ParticipantsQuery, plainQuery } from '../../state/participants-query.ts';
import { listedSources, listedStates } from '../../state/participants-rows.ts';
import { GhostIcon, stateLooks } from './looks.ts';
import classes from './Page.module.css';
import { useStageNames } from './stage-names.ts';
import { useTally } from './use-tally.ts';

interface FilterChipsProps {
  query: ParticipantsQuery;
  onQuery: (query: ParticipantsQuery) => void;
}

/** Only what there is, and what is chosen, is offered; each with its number. */
export function FilterChips({ query, onQuery }: FilterChipsProps) {
  const { t } = useTranslation();
  const counts = useTally();
  const { ghosts } = counts;
  const nameOf = useStageNames();
  const states = listedStates.filter((state) => counts.byState.has(state) || query.states.includes(state));
  const stages = [...new Set([...counts.byStage.keys(), ...query.stages])].sort();
  const sources = listedSources.filter((source) => counts.bySource.has(source) || query.sources.includes(source));
  return (
    <>
      {states.map((state) => {
        const { Icon } = stateLooks[state];
        return (
          <Chip
            key={state}
            icon={<Icon size={13} aria-hidden />}
            word={t(`participants.states.${state}`)}
            count={counts.byState.get(state) ?? 0}
            chosen={query.states.includes(state)}
            onToggle={() => onQuery({ ...query, states: toggled(query.states, state) })}
          />
        );
      })}
      {(ghosts > 0 || query.ghostsOnly) && (
        <Chip
          icon={<GhostIcon size={13} aria-hidden />}
          word={t('ghost.word')}
          count={ghosts}
          chosen={query.ghostsOnly}
          onToggle={() => onQuery({ ...query, ghostsOnly: !query.ghostsOnly })}
        />
      )}
      {stages.length > 1 && <span className={classes.divider} />}
      {stages.length > 1 &&
        stages.map((stageArn) => (
          <Chip
            key={stageArn}
            word={nameOf(stageArn)}
            count={counts.byStage.get(stageArn) ?? 0}
            chosen={query.stages.includes(stageArn)}
            onToggle={() => onQuery({ ...query, stages: toggled(query.stages, stageArn) })}
          />
        ))}
      {sources.length > 1 && <span className={classes.divider} />}
      {sources.length > 1 &&
        sources.map((source) => (
          <Chip
            key={source}
            word={t(`participants.sources.${source}`)}
            count={counts.bySource.get(source) ?? 0}
            chosen={query.sources.includes(source)}
            onToggle={() => onQuery({ ...query, sources: toggled(query.sources, source) })}
          />
        ))}
      {isNarrowed(query) && (
        <button
          type="button"
          className={classes.chip}
          onClick={() => onQuery({ ...plainQuery, sort: query.sort, descending: query.descending })}
        >
          <IconX size={12} aria-hidden />
          {t('participants.showAll')}
        </button>
      )}
    </>
  );
}

const toggled = <T,>(chosen: readonly T[], one: T): T[] =>
  chosen.includes(one) ? chosen.filter((each) => each !== one) : [...chosen, one];

interface ChipProps {
  icon?: React.ReactNode;
  word: string;
  count: number;
  chosen: boolean;
  onToggle: () => void;
}

function Chip({ icon, word, count, chosen, onToggle }: ChipProps) {
  const format = useFormat();
  return (
    <button type="button" className={classes.chip} aria-pressed={chosen} onClick={onToggle}>
      {icon}
      {word}
      <span className={classes.number}>{format.number(count)}</span>
    </button>
  );
}
