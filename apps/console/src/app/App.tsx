import { CoreAdminContext, CoreAdminUI, CustomRoutes, defaultI18nProvider, localStorageStore } from "react-admin";
import type { DataProvider } from "react-admin";
import { lazy, Suspense } from "react";
import type { ReactNode } from "react";
import { Route, Routes } from "react-router";
import { authProvider } from "../api/authProvider.ts";
import { queryClient } from "../api/queryClient.ts";
import { SkeletonPage } from "../marks/Skeletons.tsx";
import { ErrorState } from "../marks/States.tsx";
import { Shell } from "../shell/Shell.tsx";
import { Feeds } from "./Feeds.tsx";
import { NotFound } from "./NotFound.tsx";
import { pages } from "./pages.tsx";

const SignInPage = lazy(async () => ({ default: (await import("../signIn/SignInPage.tsx")).SignInPage }));
const store = localStorageStore(undefined, "ballast");

/** Ballast's own frame, and what every page hears. */
function Frame({ children }: { children: ReactNode }) {
  return <Shell><Feeds />{children}</Shell>;
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
    <CoreAdminContext authProvider={authProvider} dataProvider={dataProvider} i18nProvider={defaultI18nProvider} queryClient={queryClient} store={store}>
      <Routes>
        <Route path="/sign-in" element={<Suspense fallback={null}><SignInPage /></Suspense>} />
        <Route path="/*" element={<Inside />} />
      </Routes>
    </CoreAdminContext>
  );
}
