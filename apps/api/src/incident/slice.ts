import { isolated } from "@ballast/schema/isolated";
import type { Slice } from "../slice.ts";
import { isHiddenIncident, servicesOfIncident } from "./hiddenIncidents.ts";
import { incidentSentences, incidentTelling } from "./incidentEvents.ts";
import { incidentMutations } from "./incidentMutations.ts";
import { IncidentQueries } from "./incidentQueries.ts";
import { IncidentLinkResolver, IncidentResolver } from "./incidentResolver.ts";
import { AlertIncidentResolver, DeployIncidentsResolver, ReleaseIncidentResolver, ServiceIncidentsResolver } from "./incidentsOfOthers.ts";
import { IncidentSubscription, sharedIncident } from "./incidentSubscription.ts";
import { toIncident, type Incident } from "./incidentType.ts";
import { JoinQueries } from "./joinOffer.ts";
import { mergeEffects } from "./mergeEffects.ts";
import { MergePreviewResolver } from "./mergePreview.ts";
import { reviewDays } from "./reviewDays.ts";
import { incidentById, mayKnow, unknownIncidents } from "./visibleIncidents.ts";

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Incident: Incident;
  }
}

/** What hurts customers, or might. */
export const incidentSlice = {
  records: {
    Incident: {
      category: "incident",
      find: incidentById,
      of: toIncident,
      name: (scope, id) => incidentById(scope, id)?.reference ?? "an incident",
      view: "incidents",
      history: "Its events, newest first.",
      search: {
        title(scope, { id, title }) {
          const incident = incidentById(scope, id);
          return incident === null || incident.number === null ? title : `${incident.reference} ${isolated(incident.title)}`;
        },
        state: (scope, id) => incidentById(scope, id)?.state ?? null,
      },
      mayKnow,
      unknown: unknownIncidents,
      hides: (scope, id) => scope.context.readModel.incidents.get(id)?.private === true && !mayKnow(scope, id),
      servicesOf: servicesOfIncident,
      hiddenFrom: isHiddenIncident,
    },
  },
  shared: sharedIncident,
  resolvers: [
    IncidentQueries, IncidentResolver, IncidentLinkResolver, IncidentSubscription, ServiceIncidentsResolver, DeployIncidentsResolver,
    AlertIncidentResolver, ReleaseIncidentResolver, JoinQueries, MergePreviewResolver,
  ],
  mutations: incidentMutations,
  program: { changed: [{ types: ["IncidentDeclared"], one: "incident", many: "incidents", view: "/incidents" }] },
  calendar: reviewDays,
  merging: mergeEffects,
  sentences: incidentSentences,
  telling: incidentTelling,
} satisfies Slice;
