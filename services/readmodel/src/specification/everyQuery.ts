import type { AsOf } from "../engine/asOf.ts";
import type { Queries } from "../queries.ts";
import { storedEvents } from "./storedEvents.ts";

const idOf = (type: string): string => storedEvents.find(({ event }) => event.type === type)?.record[1] ?? "";
const slice = { first: 1_000 };
const now = "2026-12-01T00:00:00.000Z";
const [serviceId, releaseId, laneId] = [idOf("ServiceRegistered"), idOf("ReleaseRecorded"), idOf("LaneOpened")];
const objectiveId = idOf("ObjectiveDefined");
const [statusPageId, publicationId] = [idOf("StatusPageDefined"), idOf("PublicationReleased")];
const [deployId, incidentId, importedId, rotationId] = [
  idOf("DeployRequested"), idOf("IncidentDeclared"), idOf("IncidentImported"), idOf("RotationCreated"),
];
const [personId, alertId, importId] = [idOf("PersonJoined"), idOf("AlertFired"), idOf("ImportStarted")];

/** Every query that looks back, asked about the records of the stored events. */
export const everyQuery: Readonly<Record<string, (queries: Queries, asOf?: AsOf) => unknown>> = {
  services: ({ services }, asOf) => services.list({ slice, asOf }).nodes,
  "services by activity": ({ services }, asOf) => services.list({ sort: "ACTIVITY_DESC", slice, asOf }).nodes,
  "services by words": ({ services }, asOf) => services.list({ filter: { text: "refunds" }, slice, asOf }).nodes,
  "service by slug": ({ services }, asOf) => services.bySlug("checkout", asOf),
  "services of a rotation": ({ services }, asOf) => services.ofRotation(rotationId, asOf),
  releases: ({ releases }, asOf) => releases.list({ slice, asOf }).nodes,
  "releases counted by words": ({ releases }, asOf) => releases.count({ text: "payments" }, asOf),
  "releases per day": ({ releases }, asOf) => releases.perDay({}, asOf),
  lanes: ({ lanes }, asOf) => lanes.all({}, asOf),
  "lanes in production": ({ lanes }, asOf) => lanes.all({ kind: "production" }, asOf),
  "a lane as the rules see it": ({ lanes }, asOf) => lanes.folded(laneId, asOf),
  "last known good": ({ lanes }, asOf) => lanes.lastKnownGood(laneId, asOf),
  "where releases stand": ({ lanes }, asOf) => [...lanes.statesOf([releaseId], asOf)],
  deploys: ({ deploys }, asOf) => deploys.list({ slice, asOf }).nodes,
  "running deploys": ({ deploys }, asOf) => deploys.running({}, asOf),
  verdicts: ({ deploys }, asOf) => deploys.verdicts(deployId, asOf),
  shifts: ({ deploys }, asOf) => deploys.shifts(deployId, asOf),
  incidents: ({ incidents }, asOf) => incidents.list({ slice, asOf, filter: { viewer: "all" } }).nodes,
  "incidents by words": ({ incidents }, asOf) => incidents.list({ slice, asOf, filter: { viewer: "all", text: "payments" } }).nodes,
  "incidents per month": ({ incidents }, asOf) => incidents.perMonth({ viewer: "all" }, asOf),
  "incidents of a deploy": ({ incidents }, asOf) => incidents.ofRecord(deployId, asOf),
  "incidents of an alert": ({ incidents }, asOf) => incidents.ofRecord(alertId, asOf),
  "alerts of an incident": ({ incidents }, asOf) => incidents.alertIds(incidentId, asOf),
  "updates of an incident": ({ incidents }, asOf) => [...incidents.updates(incidentId, asOf), ...incidents.updates(importedId, asOf)],
  timeline: ({ timeline }, asOf) => timeline.all(incidentId, { asOf, now, takenBack: true }),
  "timeline of an import": ({ timeline }, asOf) => timeline.all(importedId, { asOf, now, takenBack: true }),
  alerts: ({ alerts }, asOf) => alerts.list({ slice, asOf }).nodes,
  "episodes of an alert": ({ alerts }, asOf) => alerts.episodes(alertId, 10, asOf),
  "alerts counted": ({ alerts }, asOf) => alerts.counts(now, asOf),
  "silenced alerts": ({ alerts }, asOf) => alerts.silenced(asOf),
  "rules about alerts": ({ alertRules }, asOf) => alertRules.all(asOf),
  maintenance: ({ maintenances }, asOf) => maintenances.list({ slice, asOf }).nodes,
  heartbeats: ({ heartbeats }, asOf) => heartbeats.all({ asOf }),
  "people in chats": ({ chats }, asOf) => chats.users({ asOf }),
  drills: ({ drills }, asOf) => drills.list({ filter: { secret: true }, slice, asOf }).nodes,
  "drills that were scored": ({ drills }, asOf) => drills.scored(asOf),
  pages: ({ pages }, asOf) => pages.list({ slice, asOf }).nodes,
  "policies of escalation": ({ escalations }, asOf) => escalations.all(asOf, { retired: true }),
  "the policy of every service": ({ escalations }, asOf) => escalations.default(asOf),
  rotations: ({ rotations }, asOf) => rotations.all(asOf),
  people: ({ people }, asOf) => people.list({ slice, asOf }).nodes,
  "person by login": ({ people }, asOf) => people.byLogin("ana", asOf),
  person: ({ people }, asOf) => people.get(personId, asOf),
  customers: ({ customers }, asOf) => customers.list({ slice, asOf }).nodes,
  "customers by words": ({ customers }, asOf) => customers.list({ filter: { text: "acme" }, slice, asOf }).nodes,
  "incidents of a customer": ({ customers }, asOf) => customers.incidentsOf("acme", asOf),
  "what a customer was served": ({ customers }, asOf) => customers.servedHistory({ laneId, service: "checkout", customer: "acme" }, asOf),
  "flags that need a look": ({ flags }, asOf) => flags.list({ sort: "NEED_FIRST", slice, asOf, now }).nodes,
  "flags to clean up": ({ flags }, asOf) => flags.toCleanUp({ now, asOf }),
  "flags by where they stand": ({ flags }, asOf) => flags.countByState({ asOf, now }),
  "flags of an environment": ({ flags }, asOf) => flags.list({ filter: { environment: "production" }, slice, asOf, now }).nodes,
  "flags in their environments": ({ targetings }, asOf) => targetings.all(asOf),
  "where a customer is named": ({ targetings }, asOf) => targetings.naming("acme", asOf),
  "what environments ask for": ({ environments }, asOf) => environments.all(asOf),
  risks: ({ risks }, asOf) => risks.list({ slice, asOf }).nodes,
  "risks above a number of minutes": ({ risks }, asOf) => risks.all({ filter: { above: 1, open: true, text: "provider" }, asOf }),
  mitigations: ({ mitigations }, asOf) => mitigations.all({ asOf }),
  factors: ({ factors }, asOf) => factors.all(asOf),
  "how the program is set up": ({ programSettings }, asOf) => programSettings.timeZone(asOf),
  "reports of weeks": ({ weeklyReports }, asOf) => weeklyReports.all(asOf),
  "forecasts that nobody has drawn": ({ forecasts }, asOf) => forecasts.asked(asOf),
  "forecasts of an objective": ({ forecasts }, asOf) => forecasts.kept(objectiveId, asOf),
  actions: ({ actions }, asOf) => actions.list({ filter: { viewer: "all" }, slice, asOf }).nodes,
  "actions that are overdue": ({ actions }, asOf) =>
    actions.all({ filter: { overdueOn: "2026-12-01", text: "queue", kind: "longTerm", viewer: "all" }, asOf }),
  "action by what it is called elsewhere": ({ actions }, asOf) => actions.byExternalId("PM2021-002#4", asOf),
  "checks that services are held to": ({ readiness }, asOf) => readiness.checkSets(asOf),
  "what is stated of services": ({ readiness }, asOf) => [...readiness.allStated(asOf)],
  "policies and trainings": ({ readiness }, asOf) => [readiness.policies(asOf, true), readiness.trainings(asOf, true)],
  "technologies, and who was asked": ({ readiness }, asOf) => [readiness.technologies(asOf), readiness.askings(asOf)],
  "last rollbacks": ({ deploys }, asOf) => [...deploys.lastRollbacks(asOf)],
  reviews: ({ reviews }, asOf) =>
    reviews.list({ filter: { viewer: "all", text: "retry", dueBefore: now, factor: "configuration" }, slice, asOf }).nodes,
  "factors of reviews": ({ reviews }, asOf) => [...reviews.factors({ viewer: "all", asOf })],
  forums: ({ forums }, asOf) => forums.all({ ended: true, asOf }),
  "one forum": ({ forums }, asOf) => forums.get(idOf("ForumFounded"), asOf),
  "one of its reviews": ({ forums }, asOf) => forums.sitting(idOf("SittingOpened"), asOf),
  "reviews of forums": ({ forums }, asOf) => forums.sittings({ filter: { open: true }, asOf }),
  lenses: ({ lenses }, asOf) => lenses.all({ retired: true, asOf }),
  "one lens": ({ lenses }, asOf) => lenses.get(idOf("LensImported"), asOf),
  "one assessment": ({ lenses }, asOf) => lenses.assessment(idOf("AssessmentBegun"), asOf),
  assessments: ({ lenses }, asOf) => lenses.assessments({ filter: { lensId: idOf("LensImported") }, asOf }),
  "who presents": ({ reviews }, asOf) => reviews.presented(idOf("PresenterMoved"), asOf),
  segments: ({ segments }, asOf) => segments.all({ archived: true, asOf }),
  "looks at sites": ({ checks }, asOf) => [...checks.bySite(serviceId, asOf)],
  "requests of objectives": ({ samples }, asOf) => samples.ofObjective(idOf("ObjectiveDefined"), { from: 0, asOf }),
  subscribers: ({ subscribers }, asOf) => subscribers.list({ statusPageId, slice, asOf }).nodes,
  publications: ({ publications }, asOf) => [
    publications.newest(10, asOf), publications.ofIncident(incidentId, asOf), publications.mailingsOf([publicationId], asOf),
  ],
  "status pages": ({ statusPages }, asOf) => [statusPages.all({ retired: true, asOf }), statusPages.bySlug("public", asOf)],
  "incidents for the public": ({ incidents }, asOf) => incidents.ofPublic(now, asOf),
  objectives: ({ objectives }, asOf) => objectives.all({ retired: true, asOf }),
  imports: ({ imports }, asOf) => imports.list({ slice, asOf }).nodes,
  import: ({ imports }, asOf) => imports.get(importId, asOf),
  "reported incidents": ({ reports }, asOf) => reports.incidents(serviceId, { asOf, now }),
  "reported releases": ({ reports }, asOf) => reports.releases(serviceId, asOf),
  "reported deploys": ({ reports }, asOf) => reports.deploys(serviceId, asOf),
  history: ({ history }, asOf) => history.list({ slice, asOf, filter: { viewer: "all" } }).nodes.map(({ eventId }) => eventId),
  "events counted": ({ history }, asOf) => history.list({ slice, asOf, filter: { viewer: "all" } }).totalCount(),
  "what changed for a service": ({ changes }, asOf) =>
    changes
      .of({ serviceId, from: "2020-01-01T00:00:00Z", to: "2030-01-01T00:00:00Z", viewer: "all", slice, asOf, now })
      .nodes.map(({ kind, at, recorded, planned }) => [kind, at, recorded?.eventId ?? planned?.id]),
  // The order of hits depends on all texts there are.
  search: ({ search }, asOf) =>
    ["checkout", "payments", "ana", "cache"].map((text) =>
      search
        .find({ text, first: 200, asOf, viewer: "all" })
        .toSorted((a, b) => (`${a.kind} ${a.id}` < `${b.kind} ${b.id}` ? -1 : 1))
        .map(({ kind, id, current }) => ({ kind, id, current })),
    ),
};
