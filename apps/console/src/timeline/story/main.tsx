import { CoreAdminContext } from "ra-core";
import { words } from "../../app/raWords.ts";
import { createRoot } from "react-dom/client";
import { createBrowserRouter, RouterProvider, useSearchParams } from "react-router";
import { setFreshness } from "../../api/freshness.ts";
import { createDataProvider } from "../../api/dataProvider.ts";
import { useNavigationBadge } from "../../shell/navigation.ts";
import { Shell } from "../../shell/Shell.tsx";
import { BallastTheme } from "../../theme/BallastTheme.tsx";
import { SignInView } from "../../signIn/SignInView.tsx";
import { MarksStory } from "./MarksStory.tsx";
import { TimelineStory } from "./TimelineStory.tsx";

const signedIn = {
  login: async () => { throw new Error("That did not sign you in."); },
  logout: async () => false as const,
  checkAuth: async () => undefined,
  checkError: async () => undefined,
  getIdentity: async () => ({ id: "p2", fullName: "Mira Osei", roles: ["admin", "responder"] }),
};

function Stories() {
  const [parameters] = useSearchParams();
  useNavigationBadge("incidents", 1);
  const story = parameters.get("story");
  if (story === "sign-in") return <SignInView />;
  return <Shell>{story === "marks" ? <MarksStory /> : <TimelineStory />}</Shell>;
}

function Root() {
  return (
    <CoreAdminContext authProvider={signedIn} dataProvider={createDataProvider({})} i18nProvider={words}>
      <Stories />
    </CoreAdminContext>
  );
}

setFreshness({ lagSeconds: 0.2, position: "48213" });
const root = document.getElementById("root");
if (root === null) throw new Error("story.html has no #root.");
createRoot(root).render(
  <BallastTheme>
    <RouterProvider router={createBrowserRouter([{ path: "*", element: <Root /> }])} />
  </BallastTheme>,
);
