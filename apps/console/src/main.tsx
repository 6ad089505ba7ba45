import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter, RouterProvider } from "react-router";
import { createDataProvider } from "./api/dataProvider.ts";
import { App } from "./app/App.tsx";
import { resources } from "./app/resources.ts";
import { BallastTheme } from "./theme/BallastTheme.tsx";

const dataProvider = createDataProvider(resources);
const router = createBrowserRouter([{ path: "*", element: <App dataProvider={dataProvider} /> }]);
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root.");

createRoot(root).render(
  <StrictMode>
    <BallastTheme>
      <RouterProvider router={router} />
    </BallastTheme>
  </StrictMode>,
);
