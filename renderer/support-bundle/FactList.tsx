import classes from './Bundle.module.css';

export type Fact = readonly [label: string, value: string, tone?: 'good' | 'bad'];

/** Labels and values; what is not there is left out. */
export function FactList({ facts }: { facts: readonly (Fact | false | null | undefined | '')[] }) {
  return (
    <dl className={classes.list}>
      {facts.map((fact) => {
        if (!fact) return null;
        const [label, value, tone] = fact;
        return (
          <div key={label} className={classes.fact}>
            <dt>{label}</dt>
            <dd data-tone={tone}>
              <bdi>{value}</bdi>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
