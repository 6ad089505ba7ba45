import type { Slice } from "../slice.ts";
import { alertmanagerRoute } from "./alertmanagerRoute.ts";
import { githubRoute } from "./githubRoute.ts";

/** Doors at which other systems tell something. */
export const webhookSlice = {
  resolvers: [],
  routes: [alertmanagerRoute, githubRoute],
} satisfies Slice;
