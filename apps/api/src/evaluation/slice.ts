import type { Slice } from "../slice.ts";
import { answerBrowsers } from "./browsers.ts";
import { eventStreamRoute } from "./eventStream.ts";
import { ofrepRoutes } from "./ofrepRoutes.ts";

/** Doors at which applications ask for their flags. */
export const evaluationSlice = {
  resolvers: [],
  routes: [
    answerBrowsers,
    (app, node) => ofrepRoutes(app, node, { counted: () => undefined, seen: () => undefined }),
    eventStreamRoute,
  ],
} satisfies Slice;
