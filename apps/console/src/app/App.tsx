import { CoreAdminContext, CoreAdminUI, CustomRoutes, localStorageStore } from "ra-core";
import type { DataProvider } from "ra-core";
import { Suspense, useCallback, useMemo } from "react";
import type { ReactNode } from "react";
import { Route, Routes } from "react-router";
import { authProvider } from "../api/authProvider.ts";
import { KindsContext } from "../data/kinds.ts";
import { queryClient } from "../api/queryClient.ts";
import { SkeletonView } from "../marks/Skeletons.tsx";
import { ErrorState } from "../marks/States.tsx";
import { ErrorBoundary } from "../shell/ErrorBoundary.tsx";
import { PlacesContext } from "../shell/navigation.ts";
import { ownVerbs } from "../shell/ownVerbs.ts";
import { Shell } from "../shell/Shell.tsx";
import { Feeds } from "./Feeds.tsx";
import { NotFound } from "./NotFound.tsx";
import { lazyPart } from "./lazyPart.ts";
import { words } from "./raWords.ts";
import { together } from "./slice.ts";
import type { Slice } from "./slice.ts";

const SignInView = lazyPart(() => import("../signIn/SignInView.tsx").then((m) => m.SignInView));
const store = localStorageStore(undefined, "ballast");

/** What stands behind the sign-in: the views, in Ballast's own frame with what goes on beside them also where one broke. */
function Inside({ slices }: { slices: readonly Slice[] }) {
  const verbs = useMemo(() => [...slices.flatMap((slice) => slice.verbs ?? []), ...ownVerbs], [slices]);
  const frame = useCallback(
    ({ children }: { children?: ReactNode }) => (
      <Shell feeds={<Feeds feeds={slices.flatMap(({ feeds = [] }) => feeds)} verbs={verbs} />}>{children}</Shell>
    ),
    [slices, verbs],
  );
  return (
    <CoreAdminUI
      requireAuth
      disableTelemetry
      title="Ballast"
      layout={frame}
      catchAll={NotFound}
      loading={SkeletonView}
      loginPage={false}
      error={({ error }) => <ErrorState error={error} where="The console" retry={() => location.reload()} />}
    >
      <CustomRoutes>
        {slices.flatMap(({ views }) => views).map(({ path, View }) => <Route key={path} path={path} element={<View />} />)}
      </CustomRoutes>
    </CoreAdminUI>
  );
}

/**
 * The console: react-admin's contexts and routing with Ballast's own frame and views. The sign-in page stands outside
 * react-admin's routes, which would go on asking who is signed in behind it and keep the refusal.
 */
export function App({ slices, dataProvider }: { slices: readonly Slice[]; dataProvider: DataProvider }) {
  const places = useMemo(() => slices.flatMap(({ place }) => (place === undefined ? [] : [place])), [slices]);
  const kinds = useMemo(
    () => ({ records: together(slices, ({ records }) => records), tones: together(slices, ({ tones }) => tones) }),
    [slices],
  );
  return (
    <CoreAdminContext authProvider={authProvider} dataProvider={dataProvider} i18nProvider={words} queryClient={queryClient} store={store}>
      <Routes>
        <Route
          path="/sign-in"
          element={
            <ErrorBoundary at="/sign-in">
              <Suspense fallback={null}>
                <SignInView />
              </Suspense>
            </ErrorBoundary>
          }
        />
        <Route
          path="/*"
          element={
            <PlacesContext value={places}>
              <KindsContext value={kinds}>
                <Inside slices={slices} />
              </KindsContext>
            </PlacesContext>
          }
        />
      </Routes>
    </CoreAdminContext>
  );
}
