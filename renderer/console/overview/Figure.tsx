import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { AsOf } from './AsOf.tsx';
import classes from './Figures.module.css';

interface FigureProps {
  label: string;
  /** What exactly is counted, on hover and for screen readers. */
  help: string;
  /** undefined: not known yet. */
  value: string | undefined;
  detail?: ReactNode;
  asOf: string | null;
  stale: boolean;
  tone?: 'good' | 'warn';
  testId?: string;
}

/** One figure: what it is, how much, of what moment. */
export function Figure({ label, help, value, detail, asOf, stale, tone, testId }: FigureProps) {
  return (
    <Tooltip label={help} maw={320}>
      <div className={classes.figure} data-stale={stale} data-tone={tone} data-testid={testId}>
        <dt>{label}</dt>
        <dd>
          {value === undefined ? (
            <span className={classes.skeleton} data-testid="skeleton" />
          ) : (
            <span className={classes.value}>{value}</span>
          )}
          <span className={classes.detail}>
            {detail !== undefined && value !== undefined && <span>{detail} · </span>}
            <AsOf at={asOf} stale={stale} />
          </span>
        </dd>
      </div>
    </Tooltip>
  );
}
