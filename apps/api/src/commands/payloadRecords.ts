import { Deploy, deployById } from "../deploy/deployType.ts";
import { LogEvent, toLogEvent } from "../events/logEventType.ts";
import type { ApiContext } from "../graphql/context.ts";
import { openScope, type Scope } from "../graphql/scope.ts";
import { Import, importById } from "../import/importType.ts";
import { Incident } from "../incident/incidentType.ts";
import { incidentById } from "../incident/visibleIncidents.ts";
import { Lane, laneById } from "../lane/laneType.ts";
import { Rotation, rotationById } from "../rotation/rotationType.ts";
import { Page, pageById } from "../page/pageType.ts";
import { Integration, integrationById, Person, personById, Token, tokenById } from "../person/personType.ts";
import { Release, releaseById } from "../release/releaseType.ts";
import { Service, serviceById } from "../service/serviceType.ts";

/** Records that a mutation answers with, by their field's name. */
export type RecordName = "service" | "release" | "lane" | "deploy" | "incident" | "page" | "rotation" | "person" | "token" | "integration" | "import";

/** A record's GraphQL type, and how one is loaded as it is now. */
export interface PayloadRecord {
  readonly type: () => object;
  readonly load: (context: ApiContext, id: string) => unknown;
}

const record = (type: () => object, find: (scope: Scope, id: string) => unknown): PayloadRecord => ({ type, load: (context, id) => find(openScope(context), id) });

/** How a mutation answers with its record. */
export const payloadRecords: Readonly<Record<RecordName, PayloadRecord>> = {
  service: record(() => Service, serviceById), release: record(() => Release, releaseById), lane: record(() => Lane, laneById), deploy: record(() => Deploy, deployById),
  incident: record(() => Incident, incidentById), page: record(() => Page, pageById), rotation: record(() => Rotation, rotationById), person: record(() => Person, personById),
  token: record(() => Token, tokenById), integration: record(() => Integration, integrationById), import: record(() => Import, importById),
};

/** Appended events, by their ids. */
export const eventRecords = {
  type: () => LogEvent,
  load(context: ApiContext, eventIds: readonly string[]): readonly LogEvent[] {
    const scope = openScope(context);
    return eventIds.flatMap((id) => context.readModel.history.get(id) ?? []).map((recorded) => toLogEvent(recorded, scope));
  },
};
