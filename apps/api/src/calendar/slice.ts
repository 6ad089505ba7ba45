import type { Slice } from "../slice.ts";
import { calendarMutations } from "./calendarMutations.ts";
import { calendarRoute } from "./calendarRoute.ts";

/** What is due, in the calendars that people have anyway. Its addresses are tokens. */
export const calendarSlice = { resolvers: [], mutations: calendarMutations, routes: [calendarRoute] } satisfies Slice;
