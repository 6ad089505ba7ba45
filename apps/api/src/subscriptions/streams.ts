import { Rejection } from "@ballast/domain";
import type { RecordedEvent } from "@ballast/eventlog";
import { episodeIdOf } from "@ballast/readmodel";
import { position } from "@ballast/schema";
import { deployById, type Deploy } from "../deploy/deployType.ts";
import { toLogEvent, type LogEvent } from "../events/logEventType.ts";
import type { ApiContext } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { openScope, present } from "../graphql/scope.ts";
import type { Incident } from "../incident/incidentType.ts";
import { incidentById } from "../incident/visibleIncidents.ts";
import { nowPage, type NowPage } from "../now/nowType.ts";
import { healthOf, type Health } from "../ops/healthType.ts";
import { pageById, type Page } from "../page/pageType.ts";
import { told } from "./told.ts";

// Every reading opens a scope of its own: nothing is remembered from before, and rights are those of that moment.

const aPageOfEvents = 200;

/**
 * The log from a position on. It reads the history again from where it was rather than keeping what it hears, so that
 * a slow reader loses nothing and holds nothing in memory.
 */
export function logEvents(context: ApiContext, { types, from }: { readonly types?: string[] | null; readonly from?: string | null }): AsyncIterableIterator<LogEvent> {
  openScope(context);
  if (from && !position.safeParse(from).success) throw new Rejection("INVALID_INPUT", "A position is a decimal number.", ["from"]);
  const { readModel } = context;
  let after = from ? from : readModel.status().position;
  const read = (): readonly LogEvent[] => {
    const scope = openScope(context);
    const filter = { types: types ?? undefined, viewer: scope.viewer };
    const { nodes } = readModel.history.list({ filter, oldestFirst: true, page: { first: aPageOfEvents, after } });
    after = nodes.at(-1)?.position ?? after;
    return nodes.map((recorded) => toLogEvent(recorded, scope));
  };
  const wanted = ({ event }: RecordedEvent): boolean => !types || types.includes(event.type);
  return told({ readModel, touches: wanted, read, goesOn: (page) => page.length === aPageOfEvents, atOnce: true });
}

/** A deploy, whenever it or its lane changes. */
export function deployChanges(context: ApiContext, deployId: string): AsyncIterableIterator<Deploy> {
  const scope = openScope(context);
  const id = idOf("Deploy", deployId, ["deployId"]);
  const { row } = present(deployById(scope, id), "such deploy");
  return told({
    readModel: context.readModel,
    touches: (recorded) => recorded.id === id || recorded.id === row.laneId,
    read: () => [deployById(openScope(context), id)].filter((deploy) => deploy !== null),
    atOnce: true, everyMs: 100,
  });
}

/** An incident, whenever something about it changes. Ends in silence for who may no longer know of it. */
export function incidentChanges(context: ApiContext, incidentId: string): AsyncIterableIterator<Incident> {
  const scope = openScope(context);
  const id = idOf("Incident", incidentId, ["incidentId"]);
  present(incidentById(scope, id), "such incident");
  const { incidents, pages } = context.readModel;
  const touches = (recorded: RecordedEvent): boolean => {
    if (recorded.id === id) return true;
    if (recorded.category === "page") return pages.get(recorded.id)?.incidentId === id;
    if (recorded.category !== "deploy" && recorded.category !== "alert") return false;
    const recordId = recorded.category === "alert" ? episodeIdOf(recorded) : recorded.id;
    return recordId !== null && incidents.ofRecord(recordId).some((incident) => incident.id === id);
  };
  return told({ readModel: context.readModel, touches, read: () => [incidentById(openScope(context), id)].filter((incident) => incident !== null), atOnce: true, everyMs: 100 });
}

/** The first page, at most twice a second. Over sockets its answers are shared (`sharedNow.ts`). */
export function nowChanges(context: ApiContext): AsyncIterableIterator<NowPage> {
  openScope(context);
  return told({ readModel: context.readModel, touches: () => true, read: () => [nowPage(openScope(context))], atOnce: true, everyMs: 500 });
}

/** The node's health; looked at every second also where nothing happens, because then something may be wrong. */
export function healthChanges(context: ApiContext): AsyncIterableIterator<Health> {
  openScope(context);
  let last = "";
  const read = (): readonly Health[] => {
    const health = healthOf(openScope(context));
    const text = JSON.stringify(health);
    const same = text === last;
    last = text;
    return same ? [] : [health];
  };
  return told({ readModel: context.readModel, touches: () => true, read, atOnce: true, everyMs: 1_000, tickMs: 1_000 });
}

/** Pages for who listens, as they change. */
export function inboxPages(context: ApiContext): AsyncIterableIterator<Page> {
  const me = openScope(context).principal.person.id;
  const changed = new Set<string>();
  const touches = ({ category, id }: RecordedEvent): boolean => category === "page" && changed.add(id).size > 0;
  const read = (): readonly Page[] => {
    const scope = openScope(context);
    const pages = [...changed].flatMap((id) => pageById(scope, id) ?? []);
    changed.clear();
    return pages.filter(({ row }) => row.personIds.includes(me) || row.sends.some(({ personId }) => personId === me));
  };
  return told({ readModel: context.readModel, touches, read });
}
