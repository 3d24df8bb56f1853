import { NativeSelect, Switch, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingRefusal, SettingValue, SettingView } from '../../shared/settings-view.ts';
import classes from './Settings.module.css';
import { optionWord, ruleWords, settingWords, valueWords } from './setting-words.ts';
import type { SettingsControl } from './use-settings.ts';

interface Props extends Pick<SettingsControl, 'change' | 'check'> {
  setting: SettingView;
  labelledBy: string;
  describedBy: string;
}

/** The way to give a value; what is set from above, and what is secret, is only told. */
export function SettingControl(props: Props) {
  const { t, i18n } = useTranslation();
  const { setting, change, labelledBy, describedBy } = props;
  const { name, input, value, fixed } = setting;
  const [refusal, setRefusal] = useState<SettingRefusal | null>(null);
  const give = (given: SettingValue | null) => void change(name, given).then(setRefusal);
  const spoken = { 'aria-labelledby': labelledBy, 'aria-describedby': describedBy, 'data-testid': 'control' };

  if (fixed !== null) {
    return (
      <output className={classes.fixedValue} aria-labelledby={labelledBy}>
        {valueWords(i18n, t, setting, value)}
      </output>
    );
  }
  const refused = refusal === null ? undefined : refusalText(t, setting, refusal);
  switch (input.kind) {
    case 'switch':
      return (
        <Switch
          {...spoken}
          size="sm"
          checked={value === true}
          onChange={(event) => give(event.currentTarget.checked)}
          label={valueWords(i18n, t, setting, value)}
          error={refused}
        />
      );
    case 'choice':
      return (
        <NativeSelect
          {...spoken}
          size="xs"
          value={String(value ?? '')}
          onChange={(event) => give(event.currentTarget.value)}
          data={input.options.map((option) => ({ value: option, label: optionWord(i18n, t, name, option) }))}
          error={refused}
        />
      );
    default:
      return <TextSetting {...props} spoken={spoken} />;
  }
}

/** Checked while it is typed, given with Enter or when it is left; Escape takes it back. */
function TextSetting({ setting, change, check, spoken }: Props & { spoken: Record<string, string> }) {
  const { t } = useTranslation();
  const { name, input, value } = setting;
  const kept = Array.isArray(value) ? value.join(', ') : String(value ?? '');
  const [draft, setDraft] = useState(kept);
  const [refusal, setRefusal] = useState<SettingRefusal | null>(null);
  const latest = useRef(0);
  useEffect(() => {
    setDraft(kept);
    setRefusal(null);
  }, [kept]);

  function typed(text: string): void {
    setDraft(text);
    latest.current += 1;
    const mine = latest.current;
    if (text.trim() === '' || text === kept) return setRefusal(null);
    check(name, text.trim()).then(
      (answer) => mine === latest.current && setRefusal(answer.ok ? null : answer.refusal),
      () => {},
    );
  }
  async function give(): Promise<void> {
    const text = draft.trim();
    if (text === kept) return;
    latest.current += 1;
    // Nothing typed is no value: the user's own goes.
    setRefusal(await change(name, text === '' ? null : text));
    if (text === '') setDraft(kept);
  }
  return (
    <TextInput
      {...spoken}
      size="xs"
      value={draft}
      inputMode={input.kind === 'number' ? 'decimal' : 'text'}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => typed(event.currentTarget.value)}
      onBlur={() => void give()}
      onKeyDown={(event) => {
        if (event.key === 'Enter') void give();
        if (event.key === 'Escape') typed(kept);
      }}
      error={refusal === null ? undefined : refusalText(t, setting, refusal)}
    />
  );
}

type Translate = Parameters<typeof settingWords>[0];

function refusalText(t: Translate, { name }: SettingView, refusal: SettingRefusal): string {
  switch (refusal.kind) {
    case 'rule':
      return ruleWords(t, refusal.rule);
    case 'fixed':
      return t('settings.lockedHint');
    default:
      return t('settings.allowed', { allowed: settingWords(t, name).allowed });
  }
}
