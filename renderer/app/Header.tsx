import { ApiPopover } from './ApiPopover.tsx';
import { Counts } from './Counts.tsx';
import classes from './Header.module.css';
import { LiveBadge } from './LiveBadge.tsx';
import { Logo } from './Logo.tsx';
import { PreferencesPopover } from './PreferencesPopover.tsx';
import { StageIdentity } from './StageIdentity.tsx';

/** Where it will be. */
export const HeaderPlace = () => <div className={classes.header} />;

export function Header() {
  return (
    <header className={classes.header}>
      <h1 className={classes.product}>
        <Logo />
        <span className={classes.word}>Stagewatch</span>
      </h1>
      <StageIdentity />
      <LiveBadge />
      <div className={classes.space} />
      <Counts />
      <div className={classes.tools}>
        <ApiPopover />
        <PreferencesPopover />
      </div>
    </header>
  );
}
