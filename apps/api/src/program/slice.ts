import type { Slice } from "../slice.ts";
import { ProgramItemResolver, ProgramResolver } from "./programResolver.ts";

/** The program: what of everything else its board shows. */
export const programSlice = { resolvers: [ProgramResolver, ProgramItemResolver] } satisfies Slice;
