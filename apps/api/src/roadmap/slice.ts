import type { Slice } from "../slice.ts";
import { RoadmapResolver } from "./roadmapResolver.ts";

/** Mitigations and actions by quarter and team. */
export const roadmapSlice = { resolvers: [RoadmapResolver] } satisfies Slice;
