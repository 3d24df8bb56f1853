import { Radio } from '@mantine/core';
import '@mantine/core/styles/Radio.css';
import classes from './FirstRun.module.css';

interface Choice<T extends string> {
  value: T;
  label: string;
  /** What it means, below it. */
  help?: string;
}

/** One of a few, each large enough for a finger. */
export function Choices<T extends string>(props: {
  label: string;
  value: T;
  choices: readonly Choice<T>[];
  onChoose(value: T): void;
}) {
  const { label, value, choices, onChoose } = props;
  return (
    <Radio.Group aria-label={label} value={value} onChange={(chosen) => onChoose(chosen as T)}>
      <div className={classes.choices}>
        {choices.map((choice) => (
          <Radio
            key={choice.value}
            value={choice.value}
            label={choice.label}
            description={choice.help}
            data-testid={`choose-${choice.value}`}
            classNames={{
              root: classes.choice!,
              body: classes.choiceBody!,
              labelWrapper: classes.choiceWords!,
              description: classes.help!,
            }}
          />
        ))}
      </div>
    </Radio.Group>
  );
}
