import { CoreAdminContext, CoreAdminUI, CustomRoutes, localStorageStore } from "react-admin";
import type { DataProvider } from "react-admin";
import { Suspense } from "react";
import type { ReactNode } from "react";
import { Route, Routes } from "react-router";
import { authProvider } from "../api/authProvider.ts";
import { queryClient } from "../api/queryClient.ts";
import { SkeletonPage } from "../marks/Skeletons.tsx";
import { ErrorState } from "../marks/States.tsx";
import { ErrorBoundary } from "../shell/ErrorBoundary.tsx";
import { Shell } from "../shell/Shell.tsx";
import { Feeds } from "./Feeds.tsx";
import { NotFound } from "./NotFound.tsx";
import { lazyPart } from "./lazyPart.ts";
import { pages } from "./pages.tsx";
import { words } from "./raWords.ts";

const SignInPage = lazyPart(() => import("../signIn/SignInPage.tsx").then((m) => m.SignInPage));
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
      loading={SkeletonPage}
      loginPage={false}
      error={({ error }) => <ErrorState error={error} where="The console" retry={() => location.reload()} />}
    >
      <CustomRoutes>
        {pages.map(({ path, Page }) => <Route key={path} path={path} element={<Page />} />)}
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
        <Route path="/sign-in" element={<ErrorBoundary at="/sign-in"><Suspense fallback={null}><SignInPage /></Suspense></ErrorBoundary>} />
        <Route path="/*" element={<Inside />} />
      </Routes>
    </CoreAdminContext>
  );
}
