import { Icon } from "../marks/icons.tsx";
import { Key } from "../marks/Text.tsx";
import { AccountMenu } from "./AccountMenu.tsx";
import { AsOfControl } from "./AsOfControl.tsx";
import { LiveStatus } from "./LiveStatus.tsx";
import styles from "./TopBar.module.css";

const onApple = /Mac|iPhone|iPad/u.test(navigator.userAgent);

/** Search at the left; how fresh the page is, the moment it shows and the account at the right. */
export function TopBar({ search }: { search: () => void }) {
  return (
    <header className={styles.bar} data-frame>
      <button type="button" className={styles.search} aria-keyshortcuts="Control+K Meta+K" onClick={search}>
        <Icon name="search" size={14} />
        <span>Search or run a command</span>
        <Key>{onApple ? "⌘ K" : "Ctrl K"}</Key>
      </button>
      <div className={styles.right}>
        <LiveStatus />
        <AsOfControl />
        <AccountMenu />
      </div>
    </header>
  );
}
