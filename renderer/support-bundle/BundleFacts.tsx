import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { BundledSettings, OpenedBundle } from '../../shared/support-bundle.ts';
import columns from '../console/Columns.module.css';
import { Panel } from '../console/Panel.tsx';
import { useFormat } from '../i18n/format.ts';
import { sizeWords } from '../i18n/size-words.ts';
import { settingWords } from '../settings/setting-words.ts';
import classes from './Bundle.module.css';
import { FactList } from './FactList.tsx';
import { VersionList } from './VersionList.tsx';

/** What a bundle tells of the machine that it is from. */
export function BundleFacts({ bundle }: { bundle: OpenedBundle }) {
  const { t } = useTranslation();
  const { settings, versions } = bundle;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.facts} aria-label={t('bundle.facts')} tabIndex={0}>
      <div className={columns.column}>
        <Panel title={t('bundle.this')}>
          <ThisBundle bundle={bundle} />
        </Panel>
        <Panel title={t('about.versions')}>
          {versions === null ? <Missing /> : <VersionList versions={versions} />}
        </Panel>
        <Panel title={t('bundle.database.title')}>
          <DatabaseFacts bundle={bundle} />
        </Panel>
      </div>
      <div className={columns.column}>
        <Panel title={t('bundle.settings.title')}>
          {settings === null ? <Missing /> : <SettingsTable settings={settings} />}
        </Panel>
      </div>
    </section>
  );
}

function Missing() {
  const { t } = useTranslation();
  return <p className={classes.hint}>{t('bundle.missing')}</p>;
}

function ThisBundle({ bundle: { manifest, bytes, entries, logFiles, connection } }: { bundle: OpenedBundle }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = logFiles.map(({ name, bytes: size }) => `${name} (${sizeWords(size, format)})`);
  return (
    <>
      {manifest.problems.map(({ part, message }) => (
        <p key={`${part} ${message}`} className={classes.problem}>
          <IconAlertTriangle size={16} aria-hidden className={classes.icon} />
          <span>{t('bundle.problem', { part, message })}</span>
        </p>
      ))}
      <FactList
        facts={[
          [t('bundle.madeAt'), format.full(manifest.madeAt)],
          [t('bundle.size'), sizeWords(bytes, format)],
          [t('bundle.userIds.label'), t(`bundle.userIds.${manifest.userIds}`)],
          [t('bundle.entries'), format.number(entries.count)],
          entries.leftOut > 0 && [t('bundle.leftOut'), format.number(entries.leftOut)],
          [t('bundle.logFiles'), names.length === 0 ? t('bundle.noLogFiles') : names.join(', ')],
          connection && [t('connection.inUse.issuer'), t(`connection.inUse.issuers.${connection.issuer.kind}`)],
          connection && [t('connection.inUse.region'), connection.region ?? t('connection.inUse.noRegion')],
          connection && [t('connection.inUse.credentials'), t(`connection.source.${connection.credentials.source}`)],
          connection?.credentials.problem && [t('bundle.credentialProblem'), connection.credentials.problem],
        ]}
      />
    </>
  );
}

function DatabaseFacts({ bundle: { database } }: { bundle: OpenedBundle }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (database?.figures === undefined || database.figures === null) return <Missing />;
  const { figures, retention, backups } = database;
  const time = (at: string | null) => (at === null ? t('bundle.database.none') : format.full(at));
  const sound = figures.quickCheck === 'ok';
  return (
    <FactList
      facts={[
        [t('bundle.database.check'), sound ? t('bundle.database.sound') : figures.quickCheck, sound ? 'good' : 'bad'],
        [t('bundle.database.schema'), String(figures.schemaVersion)],
        [t('bundle.database.file'), sizeWords(figures.fileBytes, format)],
        [t('bundle.database.free'), sizeWords(figures.freeBytes, format)],
        [t('bundle.database.wal'), sizeWords(figures.walBytes, format)],
        [t('bundle.database.oldest'), time(figures.oldestLogAt)],
        [t('bundle.database.newest'), time(figures.newestLogAt)],
        [t('bundle.database.retention'), t('bundle.database.kept', figuresOf(retention, format.number))],
        [t('bundle.database.backups'), format.number(backups.length)],
        ...Object.entries(figures.rows).map(([table, rows]): [string, string] => [
          t('bundle.database.rows', { table }),
          format.number(rows),
        ]),
      ]}
    />
  );
}

const figuresOf = <K extends string>(of: Record<K, number>, words: (value: number) => string): Record<K, string> =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, words(value as number)])) as Record<K, string>;

function SettingsTable({ settings: { settings, policyFile, userFile, problems } }: { settings: BundledSettings }) {
  const { t } = useTranslation();
  return (
    <>
      {problems.map((problem) => (
        <p key={problem} className={classes.problem}>
          <IconAlertTriangle size={16} aria-hidden className={classes.icon} />
          <span>{problem}</span>
        </p>
      ))}
      <FactList
        facts={[
          policyFile !== null && [t('bundle.settings.policyFile'), policyFile],
          [t('bundle.settings.userFile'), userFile],
        ]}
      />
      <table className={classes.table} data-testid="bundle-settings">
        <thead>
          <tr>
            <th scope="col">{t('bundle.settings.name')}</th>
            <th scope="col">{t('bundle.settings.value')}</th>
            <th scope="col">{t('bundle.settings.source')}</th>
          </tr>
        </thead>
        <tbody>
          {settings.map(({ name, value, source, redacted }) => (
            <tr key={name} data-changed={source !== 'default'}>
              <th scope="row" title={name}>
                {settingWords(t, name).label}
              </th>
              <td>
                {redacted === 'secret' ? (
                  <span className={classes.dim}>{t('bundle.settings.secret')}</span>
                ) : (
                  <bdi>{value === null || value === '' ? '–' : [value].flat().join(', ') || '–'}</bdi>
                )}
                {redacted === 'partly' && <span className={classes.dim}> {t('bundle.settings.partly')}</span>}
              </td>
              <td>{t(`bundle.source.${source}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
