import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter, matchPath, RouterProvider } from "react-router";
import { createDataProvider } from "./api/dataProvider.ts";
import { App } from "./app/App.tsx";
import { together } from "./app/slice.ts";
import { slices } from "./slices.ts";
import { BallastTheme } from "./theme/BallastTheme.tsx";

// The view that the address is of comes while it is still being asked who is signed in.
slices.flatMap(({ views }) => views).find(({ path }) => matchPath(path, location.pathname) !== null)?.begin();

const dataProvider = createDataProvider(together(slices, ({ resources }) => resources));
const router = createBrowserRouter([{ path: "*", element: <App slices={slices} dataProvider={dataProvider} /> }]);
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root.");

createRoot(root).render(
  <StrictMode>
    <BallastTheme>
      <RouterProvider router={router} />
    </BallastTheme>
  </StrictMode>,
);
