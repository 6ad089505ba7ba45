import type { ReactNode } from "react";
import { Suspense, useState } from "react";
import { useLocation } from "react-router";
import { SkeletonView } from "../marks/Skeletons.tsx";
import { PresentContext } from "../marks/now.ts";
import { useNarrow } from "../marks/useNarrow.ts";
import { SessionEndedDialog } from "../signIn/SessionEndedDialog.tsx";
import { ActOnNowDialog } from "./actOnNow.tsx";
import { AsOfBanner } from "./AsOfControl.tsx";
import { BottomNavigation } from "./BottomNavigation.tsx";
import { CommandPalette } from "./CommandPalette.tsx";
import { ErrorBoundary } from "./ErrorBoundary.tsx";
import { KeysDialog } from "./KeysDialog.tsx";
import { Navigation } from "./Navigation.tsx";
import { Notices } from "./Notices.tsx";
import { usePresent } from "./moment.ts";
import { usePlaces } from "./navigation.ts";
import { GoShortcut, useOwnCommands } from "./ownCommands.ts";
import styles from "./Shell.module.css";
import { useShortcut } from "./shortcuts.ts";
import { TopBar } from "./TopBar.tsx";
import { useAsOfCarried } from "./useAsOf.ts";
import { WarmStyles } from "./WarmStyles.tsx";

/**
 * The keys and commands of the frame. A part of its own before the page: what the page offers under the same key is to come after, and
 * a component's own effects would run after those of all that stands in it.
 */
function OwnKeys({ search, turn }: { search: () => void; turn: () => void }) {
  useOwnCommands();
  useShortcut("mod+k", "Search, or run a command", turn);
  useShortcut("/", "Search", search);
  return usePlaces().map((place) => <GoShortcut key={place.key} keys={place.keys} to={place.to} label={place.label} />);
}

/** The frame around every page. `feeds` go on also where the page broke. */
export function Shell({ feeds, children }: { feeds?: ReactNode; children: ReactNode }) {
  const [searching, setSearching] = useState(false);
  const { pathname } = useLocation();
  const narrow = useNarrow();
  const present = usePresent();
  useAsOfCarried();
  return (
    <PresentContext value={present}>
      {feeds}
      <OwnKeys search={() => setSearching(true)} turn={() => setSearching((open) => !open)} />
      <div className={styles.shell}>
        <a href="#page" className={styles.skip}>Go to the page</a>
        {narrow ? null : <Navigation />}
        <div className={styles.side}>
          <TopBar search={() => setSearching(true)} />
          <AsOfBanner />
          <main id="page" className={styles.page} tabIndex={-1}>
            <ErrorBoundary at={pathname}>
              <Suspense fallback={<SkeletonView />}>{children}</Suspense>
            </ErrorBoundary>
          </main>
        </div>
        {narrow ? <BottomNavigation /> : null}
        <CommandPalette open={searching} onClose={() => setSearching(false)} />
        <SessionEndedDialog />
        <ActOnNowDialog />
        <KeysDialog />
        <Notices />
        <WarmStyles />
      </div>
    </PresentContext>
  );
}
