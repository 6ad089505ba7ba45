import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter, RouterProvider } from "react-router";
import { createDataProvider } from "./api/dataProvider.ts";
import { ahead } from "./app/ahead.ts";
import { App } from "./app/App.tsx";
import { together } from "./app/slice.ts";
import { slices } from "./slices.ts";
import { BallastTheme } from "./theme/BallastTheme.tsx";

const dataProvider = createDataProvider(together(slices, ({ resources }) => resources));
const waiting = ahead(slices.flatMap(({ views }) => views), dataProvider, location);
const router = createBrowserRouter([{ path: "*", element: <App slices={slices} dataProvider={dataProvider} /> }]);
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root.");

const draw = (): void =>
  createRoot(root).render(
    <StrictMode>
      <BallastTheme>
        <RouterProvider router={router} />
      </BallastTheme>
    </StrictMode>,
  );
// What could not be asked ahead its view asks for, and says what is wrong: nothing of it leaves the page empty.
void waiting.then(draw, draw);
