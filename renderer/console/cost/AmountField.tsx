import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { type AmountLimits, readAmount, writeAmount } from './amount.ts';
import classes from './Settings.module.css';

interface AmountFieldProps {
  label: string;
  /** undefined: not known yet. null: none is set. */
  value: number | null | undefined;
  shown: (value: number | null) => string;
  limits: AmountLimits;
  /** Resolves with what went wrong, in words; null: saved. */
  save: (value: number | null) => Promise<string | null>;
  /** For a budget: how much of it is gone. */
  spent?: number;
  testId: string;
}

/** `saving`: shown already, not yet true. */
type State =
  | { kind: 'shown' }
  | { kind: 'editing'; text: string; problem: string | null }
  | { kind: 'saving'; value: number | null };

/** An amount that is changed where it stands: shown at once, said to be on its way, and taken back with the reason if refused. */
export function AmountField({ label, value, shown, limits, save, spent, testId }: AmountFieldProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [state, setState] = useState<State>({ kind: 'shown' });
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setState({ kind: 'shown' });
    requestAnimationFrame(() => opener.current?.focus());
  };

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (state.kind !== 'editing') return;
    const typed = readAmount(state.text, limits);
    if (!typed.ok) {
      const problem = t(`cost.problems.${typed.problem}`, {
        min: format.price(limits.min),
        max: format.price(limits.max),
      });
      setState({ ...state, problem });
      return;
    }
    setState({ kind: 'saving', value: typed.value });
    const problem = await save(typed.value);
    if (problem === null) close();
    else setState({ kind: 'editing', text: state.text, problem: t('cost.notSaved', { reason: problem }) });
  }

  const current = state.kind === 'saving' ? state.value : value;
  return (
    <div className={classes.field} data-testid={testId}>
      <div className={classes.line}>
        <span className={classes.label} title={label}>
          <bdi>{label}</bdi>
        </span>
        {state.kind !== 'editing' && (
          <Tooltip label={t('cost.change', { what: label })}>
            <ActionIcon
              ref={opener}
              variant="subtle"
              color="gray"
              size={26}
              aria-label={t('cost.change', { what: label })}
              disabled={value === undefined || state.kind === 'saving'}
              onClick={() => setState({ kind: 'editing', text: writeAmount(value ?? null), problem: null })}
            >
              <IconPencil size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      {state.kind === 'editing' ? (
        <form className={classes.form} onSubmit={(event) => void submit(event)}>
          <TextInput
            size="xs"
            inputMode="decimal"
            autoComplete="off"
            autoFocus
            aria-label={t('cost.amount', { what: label })}
            value={state.text}
            error={state.problem}
            onChange={(event) => setState({ kind: 'editing', text: event.currentTarget.value, problem: null })}
            onKeyDown={(event: KeyboardEvent) => {
              if (event.key === 'Escape') close();
            }}
            leftSection={'$'}
            placeholder={limits.optional ? t('cost.none') : undefined}
          />
          <div className={classes.actions}>
            <Button type="submit">{t('cost.save')}</Button>
            <Button variant="default" onClick={close}>
              {t('cost.cancel')}
            </Button>
          </div>
        </form>
      ) : (
        <span className={classes.value} role="status">
          {current === undefined ? <span className={classes.skeleton} /> : shown(current)}
          {state.kind === 'saving' && <span className={classes.saving}> {t('cost.saving')}</span>}
        </span>
      )}
      {spent !== undefined && current != null && <Meter spent={spent} budget={current} />}
    </div>
  );
}

/** How much of a budget is gone; over it, in words and not by colour alone. */
function Meter({ spent, budget }: { spent: number; budget: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = spent / budget;
  const over = share > 1;
  return (
    <div className={classes.meterLine} data-over={over}>
      <div className={classes.meter}>
        <div data-filled style={{ width: `${Math.min(1, share) * 100}%` }} />
      </div>
      <span>{over ? t('cost.overBudget') : format.percent(share)}</span>
    </div>
  );
}
