import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStages } from '../app/use-stages.ts';
import { stageName } from './stage-name.ts';

interface StageSelectProps {
  label: string;
  /** null: all of them. */
  value: string | null;
  onChange: (stageArn: string | null) => void;
}

/** One stage or all; one that is named in the address is offered, known or not. Where there is but one, there is no choice. */
export function StageSelect({ label, value, onChange }: StageSelectProps) {
  const { t } = useTranslation();
  const stages = useStages().answer?.data ?? null;
  const arns = [...new Set([...(stages?.stages.map(({ stageArn }) => stageArn) ?? []), ...(value ? [value] : [])])];
  if (arns.length < 2 && value === null) return null;
  return (
    <NativeSelect
      size="xs"
      maw={160}
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || null)}
      data={[
        { value: '', label: t('chart.allStages') },
        ...arns.map((arn) => ({ value: arn, label: stageName(arn, stages) })),
      ]}
    />
  );
}
