import { Modal, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { routes } from './route.ts';
import classes from './ShortcutSheet.module.css';
import { useServices } from './services.ts';
import { digitOf, type ShortcutName, shortcutNames, shortcuts } from './shortcuts.ts';

/** Names of keys that are no letters, as keyboards show them. */
const KEY_NAMES: Record<string, string> = { Escape: 'Esc', Enter: 'Enter', ArrowUp: '↑', ArrowDown: '↓' };

/** All shortcuts of all pages; Esc closes it. */
export default function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { preferences } = useServices();
  const singleKeys = useStore(preferences.store, (kept) => kept.singleKeys);
  const everywhere = shortcutNames.filter((name) => shortcuts[name].on === 'everywhere');
  return (
    <Modal
      opened
      returnFocus={false}
      onClose={onClose}
      title={t('shortcuts.title')}
      size={620}
      centered
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('shortcuts.close') }}
      classNames={{ header: classes.header, title: classes.title, body: classes.body, content: classes.content }}
      data-testid="shortcut-sheet"
    >
      <div className={classes.groups}>
        <section>
          <h3 className={classes.group}>{t('shortcuts.pages')}</h3>
          <dl className={classes.list}>
            {routes.map((route) => (
              <Line key={route} keys={[digitOf(route)]} does={t(`nav.${route}`)} />
            ))}
          </dl>
        </section>
        <section>
          <h3 className={classes.group}>{t('shortcuts.everywhere')}</h3>
          <Lines names={everywhere} />
        </section>
        {routes.map((route) => {
          const names = shortcutNames.filter((name) => (shortcuts[name].on as readonly string[]).includes(route));
          return names.length === 0 ? null : (
            <section key={route}>
              <h3 className={classes.group}>{t(`nav.${route}`)}</h3>
              <Lines names={names} />
            </section>
          );
        })}
      </div>
      <Switch
        size="sm"
        checked={singleKeys}
        onChange={(event) => preferences.set({ singleKeys: event.currentTarget.checked })}
        label={t('shortcuts.singleKeys')}
        description={t('shortcuts.singleKeysHelp')}
      />
    </Modal>
  );
}

/** Of keys that mean the same, the first; of those that go either way, all. */
const keysShown = (name: ShortcutName): readonly string[] =>
  name === 'move-rows' ? shortcuts[name].keys : shortcuts[name].keys.slice(0, 1);

function Lines({ names }: { names: readonly ShortcutName[] }) {
  const { t } = useTranslation();
  return (
    <dl className={classes.list}>
      {names.map((name) => (
        <Line key={name} keys={keysShown(name)} does={t(`shortcuts.does.${name}`)} />
      ))}
    </dl>
  );
}

function Line({ keys, does }: { keys: readonly string[]; does: string }) {
  return (
    <div className={classes.line}>
      <dt>
        {keys.map((key) => (
          <kbd key={key} className={classes.key}>
            {KEY_NAMES[key] ?? key}
          </kbd>
        ))}
      </dt>
      <dd>{does}</dd>
    </div>
  );
}
