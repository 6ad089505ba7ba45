import type { Mutation } from "../commands/defineMutation.ts";
import { acknowledging } from "./acknowledging.ts";
import { callingIn } from "./callingIn.ts";
import { handingOn } from "./handingOn.ts";

export const pageMutations: readonly Mutation[] = [...acknowledging, ...handingOn, ...callingIn];
