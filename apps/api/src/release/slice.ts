import { firstService } from "../commands/firstService.ts";
import { find, nameOf } from "../graphql/records.ts";
import { environmentOf } from "../graphql/serviceName.ts";
import type { Slice } from "../slice.ts";
import { releaseSentences, releaseTelling } from "./releaseEvents.ts";
import { releaseMutations } from "./releaseMutations.ts";
import { ReleaseQueries } from "./releaseQueries.ts";
import { ReleaseResolver } from "./releaseResolver.ts";
import { statesOfList } from "./releaseStates.ts";
import { releaseById, toRelease, type Release } from "./releaseType.ts";

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Release: Release;
  }
}

/** Immutable versions of services. */
export const releaseSlice = {
  records: {
    Release: {
      category: "release",
      find: releaseById,
      of: toRelease,
      name(scope, id) {
        const release = releaseById(scope, id);
        return release === null ? "a release" : `${release.version} of ${nameOf(scope, "Service", release.row.serviceId)}`;
      },
      view: "releases",
      history: { none: "a release never changes; where it went is its deploys' to tell" },
      search: {
        // A version alone tells nobody which service is meant.
        title(scope, { id, title }) {
          const release = releaseById(scope, id);
          return release === null ? title : `${find(scope, "Service", release.row.serviceId)?.name ?? ""} ${release.version}`.trim();
        },
        state(scope, id) {
          const release = releaseById(scope, id);
          if (release === null) return null;
          const where = statesOfList(release);
          const service = find(scope, "Service", release.row.serviceId);
          return (where.find(({ environment }) => environmentOf(service, environment)?.kind === "production") ?? where[0])?.state ?? null;
        },
      },
      servicesOf: firstService("release"),
    },
  },
  resolvers: [ReleaseQueries, ReleaseResolver],
  mutations: releaseMutations,
  sentences: releaseSentences,
  telling: releaseTelling,
} satisfies Slice;
