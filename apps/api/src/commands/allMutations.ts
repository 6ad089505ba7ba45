import { deployMutations } from "../deploy/deployMutations.ts";
import { importMutations } from "../import/importMutations.ts";
import { incidentMutations } from "../incident/incidentMutations.ts";
import { integrationMutations } from "../integration/integrationMutations.ts";
import { oncallMutations } from "../rotation/rotationMutations.ts";
import { peopleMutations } from "../person/personMutations.ts";
import { tokenMutations } from "../token/tokenMutations.ts";
import { releaseMutations } from "../release/releaseMutations.ts";
import { serviceMutations } from "../service/serviceMutations.ts";
import type { Mutation } from "./defineMutation.ts";

/** Every mutation there is: the schema serves these, the matrix of rights is tested over these. */
export const allMutations: readonly Mutation[] = [
  ...serviceMutations, ...releaseMutations, ...deployMutations, ...incidentMutations, ...oncallMutations,
  ...peopleMutations, ...tokenMutations, ...integrationMutations, ...importMutations,
];
