import {
  IconCoin,
  IconDeviceTv,
  IconGauge,
  IconListDetails,
  IconPlugConnected,
  IconSettings,
  IconUsers,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './Nav.module.css';
import { hrefOf, type NavRoute, type Route, routes } from './route.ts';
import { digitOf } from './shortcuts.ts';

const icons = {
  stage: IconDeviceTv,
  overview: IconGauge,
  participants: IconUsers,
  log: IconListDetails,
  cost: IconCoin,
  connection: IconPlugConnected,
  settings: IconSettings,
} satisfies Record<NavRoute, unknown>;

/** Where it will be. */
export const NavPlace = () => <div className={classes.nav} />;

export function Nav({ route }: { route: Route }) {
  const { t } = useTranslation();
  return (
    <nav className={classes.nav} aria-label={t('nav.label')}>
      {routes.map((each) => {
        const Icon = icons[each];
        return (
          <a
            key={each}
            href={hrefOf(each)}
            className={classes.link}
            aria-current={each === route ? 'page' : undefined}
            aria-keyshortcuts={digitOf(each)}
            data-testid={`nav-${each}`}
          >
            <Icon size={20} stroke={1.6} aria-hidden />
            <span>{t(`nav.${each}`)}</span>
          </a>
        );
      })}
    </nav>
  );
}
