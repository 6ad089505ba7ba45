import { find, nameOf } from "../graphql/records.ts";
import type { Slice } from "../slice.ts";
import { deploySentences, deployTelling } from "./deployEvents.ts";
import { deployMutations } from "./deployMutations.ts";
import { DeployQueries } from "./deployQueries.ts";
import { DeployResolver } from "./deployResolver.ts";
import { DeploySubscription, sharedDeploy } from "./deploySubscription.ts";
import { deployById, toDeploy, type Deploy } from "./deployType.ts";
import { LanePreviewsResolver, RollbackPreviewResolver } from "./previewResolvers.ts";
import { servicesOfDeploy } from "./servicesOfDeploy.ts";

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Deploy: Deploy;
  }
}

/** Releases on their way to an environment, and back. */
export const deploySlice = {
  records: {
    Deploy: {
      category: "deploy",
      find: deployById,
      of: toDeploy,
      name(scope, id) {
        const deploy = deployById(scope, id);
        return deploy === null ? "a deploy" : `${deploy.version} → ${nameOf(scope, "Service", deploy.row.serviceId)} ${deploy.environment}`;
      },
      view: "deploys",
      history: "What happened to the record, newest first.",
      search: {
        title(scope, { id, title }) {
          const deploy = deployById(scope, id);
          return deploy === null
            ? title
            : `${deploy.version} → ${find(scope, "Service", deploy.row.serviceId)?.name ?? ""} ${deploy.environment}`;
        },
        state: (scope, id) => deployById(scope, id)?.state ?? null,
      },
      servicesOf: servicesOfDeploy,
    },
  },
  shared: sharedDeploy,
  resolvers: [DeployQueries, DeployResolver, DeploySubscription, LanePreviewsResolver, RollbackPreviewResolver],
  mutations: deployMutations,
  sentences: deploySentences,
  telling: deployTelling,
} satisfies Slice;
