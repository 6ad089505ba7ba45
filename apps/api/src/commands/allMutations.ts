import { deployMutations } from "../deploys/deploysMutations.ts";
import { importMutations } from "../imports/importsMutations.ts";
import { incidentMutations } from "../incidents/incidentsMutations.ts";
import { integrationMutations } from "../integrations/integrationsMutations.ts";
import { oncallMutations } from "../oncall/oncallMutations.ts";
import { peopleMutations } from "../people/peopleMutations.ts";
import { tokenMutations } from "../people/tokenMutations.ts";
import { releaseMutations } from "../releases/releasesMutations.ts";
import { serviceMutations } from "../services/servicesMutations.ts";
import type { Mutation } from "./defineMutation.ts";

/** Every mutation there is: the schema serves these, the matrix of rights is tested over these. */
export const allMutations: readonly Mutation[] = [
  ...serviceMutations, ...releaseMutations, ...deployMutations, ...incidentMutations, ...oncallMutations,
  ...peopleMutations, ...tokenMutations, ...integrationMutations, ...importMutations,
];
