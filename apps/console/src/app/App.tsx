import { CoreAdminContext, CoreAdminUI, CustomRoutes, defaultI18nProvider, localStorageStore } from "react-admin";
import type { DataProvider } from "react-admin";
import { lazy, Suspense } from "react";
import { Route } from "react-router";
import { authProvider } from "../api/authProvider.ts";
import { queryClient } from "../api/queryClient.ts";
import { SkeletonPage } from "../marks/Skeletons.tsx";
import { ErrorState } from "../marks/States.tsx";
import { Shell } from "../shell/Shell.tsx";
import { NotFound } from "./NotFound.tsx";
import { pages } from "./pages.tsx";

const SignInPage = lazy(async () => ({ default: (await import("../signIn/SignInPage.tsx")).SignInPage }));
const store = localStorageStore(undefined, "ballast");

/** The console: react-admin's contexts and routing with Ballast's own frame and pages. */
export function App({ dataProvider }: { dataProvider: DataProvider }) {
  return (
    <CoreAdminContext authProvider={authProvider} dataProvider={dataProvider} i18nProvider={defaultI18nProvider} queryClient={queryClient} store={store}>
      <CoreAdminUI
        requireAuth
        disableTelemetry
        title="Ballast"
        layout={Shell}
        catchAll={NotFound}
        loading={SkeletonPage}
        loginPage={false}
        error={({ error }) => <ErrorState error={error} where="The console" retry={() => location.reload()} />}
      >
        <CustomRoutes noLayout>
          <Route path="/sign-in" element={<Suspense fallback={null}><SignInPage /></Suspense>} />
        </CustomRoutes>
        <CustomRoutes>
          {pages.map(({ path, Page }) => <Route key={path} path={path} element={<Page />} />)}
        </CustomRoutes>
      </CoreAdminUI>
    </CoreAdminContext>
  );
}
