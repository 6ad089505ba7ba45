import { CoreAdminContext, CoreAdminUI, CustomRoutes, localStorageStore } from "ra-core";
import type { DataProvider } from "ra-core";
import { Suspense } from "react";
import type { ReactNode } from "react";
import { Route, Routes } from "react-router";
import { authProvider } from "../api/authProvider.ts";
import { queryClient } from "../api/queryClient.ts";
import { SkeletonView } from "../marks/Skeletons.tsx";
import { ErrorState } from "../marks/States.tsx";
import { ErrorBoundary } from "../shell/ErrorBoundary.tsx";
import { Shell } from "../shell/Shell.tsx";
import { Feeds } from "./Feeds.tsx";
import { NotFound } from "./NotFound.tsx";
import { lazyPart } from "./lazyPart.ts";
import { views } from "./views.tsx";
import { words } from "./raWords.ts";

const SignInView = lazyPart(() => import("../signIn/SignInView.tsx").then((m) => m.SignInView));
const store = localStorageStore(undefined, "ballast");

/** Ballast's own frame, and what every page hears: beside the page, so that one that broke or did not come is heard of nevertheless. */
function Frame({ children }: { children: ReactNode }) {
  return <Shell feeds={<Feeds />}>{children}</Shell>;
}

/** The pages behind the sign-in, in Ballast's own frame. */
function Inside() {
  return (
    <CoreAdminUI
      requireAuth
      disableTelemetry
      title="Ballast"
      layout={Frame}
      catchAll={NotFound}
      loading={SkeletonView}
      loginPage={false}
      error={({ error }) => <ErrorState error={error} where="The console" retry={() => location.reload()} />}
    >
      <CustomRoutes>
        {views.map(({ path, View }) => <Route key={path} path={path} element={<View />} />)}
      </CustomRoutes>
    </CoreAdminUI>
  );
}

/**
 * The console: react-admin's contexts and routing with Ballast's own frame and pages. The sign-in page stands outside
 * react-admin's routes, which would go on asking who is signed in behind it and keep the refusal.
 */
export function App({ dataProvider }: { dataProvider: DataProvider }) {
  return (
    <CoreAdminContext authProvider={authProvider} dataProvider={dataProvider} i18nProvider={words} queryClient={queryClient} store={store}>
      <Routes>
        <Route path="/sign-in" element={<ErrorBoundary at="/sign-in"><Suspense fallback={null}><SignInView /></Suspense></ErrorBoundary>} />
        <Route path="/*" element={<Inside />} />
      </Routes>
    </CoreAdminContext>
  );
}
