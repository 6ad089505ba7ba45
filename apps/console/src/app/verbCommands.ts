import { useLogout } from "ra-core";
import { useCallback } from "react";
import { useNavigate } from "react-router";
import { call } from "../api/graphqlClient.ts";
import { nodesOf } from "../data/fields.ts";
import { shortDate } from "../marks/time.ts";
import type { Zone } from "../marks/zone.ts";
import { useZone } from "../marks/zone.ts";
import { doing, useCommandSource } from "../shell/commands.ts";
import type { Command } from "../shell/commands.ts";
import { names, orderVersions, readVerbs } from "../shell/verbs.ts";
import type { Said } from "../shell/verbs.ts";
import { objectsDocument, versionsFoundDocument } from "./feedDocuments.ts";
import type { OpenIncident, PaletteService } from "./feedDocuments.ts";

/** What stands behind a row's title: its state, its day, what else tells it apart. */
export function rowNote(zone: Zone, at: string | null, ...words: readonly (string | null)[]): string {
  const [state = null, ...rest] = words;
  return [state, at === null ? null : shortDate(Date.parse(at), zone), ...rest].filter((part) => part !== null && part !== "").join(" · ").slice(0, 90);
}

/** What the commands are made with. */
interface Making {
  go: (to: string) => void;
  signOut: () => void;
  zone: Zone;
  signal: AbortSignal;
}

interface Objects {
  services: readonly PaletteService[];
  incidents: readonly OpenIncident[];
}

/** The environment a command means: production, else the first that Ballast deploys to. */
function environmentOf({ environments }: PaletteService): string | undefined {
  const own = environments.filter(({ deployable }) => deployable);
  return (own.find(({ kind }) => kind === "production") ?? own[0])?.name;
}

/** Services that the words name; the last word may name a version instead. */
function servicesNamed(services: readonly PaletteService[], rest: readonly string[]): readonly PaletteService[] {
  return services.filter(({ slug, name }) => names(rest, slug, name));
}

function rollBacks({ services }: Objects, { rest }: Said, { go }: Making): readonly Command[] {
  return servicesNamed(services, rest).flatMap((service) => {
    const { slug, lanes } = service;
    const environment = environmentOf(service);
    if (environment === undefined) return [];
    const live = lanes.find((lane) => lane.environment === environment)?.live?.version;
    return [{ id: `roll-back-${slug}`, title: `Roll back ${slug}`, note: live === undefined ? environment : `${environment}, ${live} is live`, group: doing, icon: "deploys", run: () => go(`/services/${slug}?do=rollBack~${environment}`) } as const];
  });
}

async function deploys({ services }: Objects, { rest }: Said, { go, zone, signal }: Making): Promise<readonly Command[]> {
  const [last] = rest.slice(-1);
  const whole = servicesNamed(services, rest);
  const named = whole.length > 0 ? whole : servicesNamed(services, rest.slice(0, -1));
  const version = whole.length > 0 || rest.length < 2 ? undefined : last;
  const able = named.flatMap((service) => {
    const environment = environmentOf(service);
    return environment === undefined ? [] : [{ slug: service.slug, environment }];
  });
  const [only] = able;
  if (only === undefined) return [];
  if (able.length > 1) return able.map(({ slug, environment }) => ({ id: `deploy-${slug}`, title: `Deploy ${slug}…`, note: environment, group: doing, icon: "deploys", run: () => go(`/services/${slug}?do=deploy~${environment}`) } as const));
  const { releases } = await call(versionsFoundDocument, { service: only.slug }, { signal });
  const rows = nodesOf(releases).map((release) => ({ ...release, at: release.releasedAt }));
  return orderVersions(rows, version).slice(0, 8).map((row) => ({
    id: `deploy-${row.id}`, title: `Deploy ${only.slug} ${row.version} to ${only.environment}`, group: doing, icon: "deploys",
    note: rowNote(zone, row.at, row.where.find(({ environment }) => environment === only.environment)?.state ?? null, row.headline),
    run: () => go(`/services/${only.slug}?do=deploy~${only.environment}~${encodeURIComponent(row.version)}`),
  } as const));
}

/** Commands of open incidents, the worst first as the API has them. */
function ofIncidents({ incidents }: Objects, { verb, rest }: Said, { go, zone }: Making): readonly Command[] {
  const does = { command: "Take command of", resolve: "Resolve", update: "Post an update on" }[verb as "command" | "resolve" | "update"];
  return incidents.filter(({ reference, title }) => names(rest, reference, reference.replace(/^INC-/u, ""), title)).map(({ id, reference, title, state, commander, declaredAt }) => ({
    id: `${verb}-${id}`, title: `${does} ${reference} · ${title}`, group: doing, icon: "incidents",
    note: rowNote(zone, declaredAt, state, commander === null ? "nobody commands" : commander.name), run: () => go(`/incidents/${encodeURIComponent(id)}?do=${verb}`),
  } as const));
}

function onCall({ services }: Objects, { rest }: Said, { go }: Making): readonly Command[] {
  return servicesNamed(services, rest).map(({ slug, name, responders }) => ({
    id: `on-call-${slug}`, title: responders === null ? `Nobody is on call for ${name}` : `${responders.onNow?.name ?? "Nobody"} is on call for ${name}`, group: "Answers", icon: "onCall",
    ...(responders === null ? {} : { note: responders.name }), run: () => go(responders === null ? `/services/${slug}` : `/on-call/${encodeURIComponent(responders.id)}`),
  } as const));
}

async function commandsOf(said: Said, objects: Objects, making: Making): Promise<readonly Command[]> {
  switch (said.verb) {
    case "rollBack": return rollBacks(objects, said, making);
    case "deploy": return deploys(objects, said, making);
    case "declare": return [{ id: "declare", title: "Declare an incident", group: doing, icon: "incidents", ...(said.rest.length === 0 ? {} : { note: said.rest.join(" ") }), run: () => making.go(`/incidents?declare=${said.rest.length === 0 ? "1" : encodeURIComponent(said.rest.join(" "))}`) }];
    case "onCall": return onCall(objects, said, making);
    case "signOut": return [{ id: "sign-out", title: "Sign out", group: "Account", icon: "leave", run: making.signOut }];
    default: return ofIncidents(objects, said, making);
  }
}

/** A verb and its object, as people say it: "roll back checkout", "deploy checkout v4", "who is on call for search". */
export function useVerbs(): void {
  const navigate = useNavigate();
  const logout = useLogout();
  const zone = useZone();
  const source = useCallback(async (text: string, signal: AbortSignal): Promise<readonly Command[]> => {
    const said = readVerbs(text);
    if (said.length === 0) return [];
    const found = await call(objectsDocument, { services: 500, incidents: 30 }, { signal });
    const objects = { services: nodesOf(found.services), incidents: nodesOf(found.incidents) };
    const making: Making = { go: (to) => void navigate(to), signOut: () => void logout(), zone, signal };
    return (await Promise.all(said.map((each) => commandsOf(each, objects, making)))).flat().slice(0, 12);
  }, [navigate, logout, zone]);
  useCommandSource(source);
}
