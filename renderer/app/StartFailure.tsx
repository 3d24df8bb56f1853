import type { i18n } from 'i18next';
import classes from './StartFailure.module.css';

/** The last resort: the main process gave no answer, or the console could not be put together. */
export function StartFailure({ i18n, error }: { i18n: i18n; error: unknown }) {
  return (
    <main className={classes.failure} role="alert">
      <h1>{i18n.t('failure.title')}</h1>
      <p>{i18n.t('failure.body')}</p>
      <code>{error instanceof Error ? error.message : String(error)}</code>
    </main>
  );
}
