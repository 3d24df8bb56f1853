import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PIN_DIGITS } from '../../../shared/kiosk.ts';
import form from '../Form.module.css';
import { type PinFields, pinProblem } from './pin-fields.ts';

/** The fields are read once and emptied: what was typed is in no state and no attribute. */
export function PinForm(props: {
  fields: PinFields;
  submit: string;
  /** It takes something away. */
  removes?: boolean;
  onSubmit(given: { pin: string; current: string }): Promise<boolean>;
  onCancel?(): void;
}) {
  const { fields, submit, removes = false, onSubmit, onCancel } = props;
  const { t } = useTranslation();
  const [problem, setProblem] = useState<ReturnType<typeof pinProblem>>(null);
  const [busy, setBusy] = useState(false);

  async function give(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const element = event.currentTarget;
    const text = (name: string) => String(new FormData(element).get(name) ?? '');
    const given = { current: text('current'), pin: text('pin'), again: text('again') };
    const found = pinProblem(given, fields);
    setProblem(found);
    element.reset();
    if (found !== null) return focus(element);
    setBusy(true);
    const done = await onSubmit(given);
    setBusy(false);
    if (!done) focus(element);
  }

  const field = (name: keyof typeof labels) => (
    <TextInput
      key={name}
      name={name}
      type="password"
      size="xs"
      label={labels[name]}
      inputMode="numeric"
      autoComplete="off"
      maxLength={PIN_DIGITS.max}
      error={problem?.field === name && t(`kioskPin.problem.${problem.kind}`, PIN_DIGITS)}
      data-testid={`pin-${name}`}
    />
  );
  const labels = { current: t('kioskPin.current'), pin: t('kioskPin.new', PIN_DIGITS), again: t('kioskPin.again') };
  return (
    <form className={form.part} onSubmit={(event) => void give(event)} autoComplete="off" noValidate>
      {fields.current && field('current')}
      {fields.pin && field('pin')}
      {fields.pin && field('again')}
      <span className={form.buttons}>
        <Button type="submit" loading={busy} color={removes ? 'red' : undefined} data-testid="pin-submit">
          {submit}
        </Button>
        {onCancel && (
          <Button variant="default" onClick={onCancel} data-testid="pin-cancel">
            {t('kioskPin.cancel')}
          </Button>
        )}
      </span>
    </form>
  );
}

const focus = (form: HTMLFormElement) => form.querySelector('input')?.focus();
