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

/** The frame around every page. `feeds` go on also where the page broke. */
export function Shell({ feeds, children }: { feeds?: ReactNode; children: ReactNode }) {
  const [searching, setSearching] = useState(false);
  const { pathname } = useLocation();
  const narrow = useNarrow();
  const places = usePlaces();
  const present = usePresent();
  useOwnCommands();
  useAsOfCarried();
  useShortcut("mod+k", "Search, or run a command", () => setSearching((open) => !open));
  useShortcut("/", "Search", () => setSearching(true));
  return (
    <PresentContext value={present}>
      {feeds}
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
        {places.map((place) => <GoShortcut key={place.key} keys={place.keys} to={place.to} label={place.label} />)}
        <CommandPalette open={searching} onClose={() => setSearching(false)} />
        <SessionEndedDialog />
        <ActOnNowDialog />
        <KeysDialog />
        <Notices />
      </div>
    </PresentContext>
  );
}
