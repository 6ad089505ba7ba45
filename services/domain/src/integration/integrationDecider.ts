import type { DataOf, IntegrationEvent, SeverityMapping } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";

/** A door through which another system speaks to Ballast; what opened it goes when it is removed. */
export type Integration =
  | { readonly status: "absent" }
  | (DataOf<"IntegrationAdded"> & {
      readonly status: "added" | "removed";
      /** Who looks after it; null: nobody in particular. */
      readonly ownerId: string | null;
      /** Only signed messages of these topics of SNS are taken; none: whatever comes with its key. */
      readonly snsTopics: readonly string[];
    });

export type IntegrationCommand =
  | ({ readonly type: "AddIntegration"; readonly now: string; readonly ownerId: string } & DataOf<"IntegrationAdded">)
  | ({ readonly type: "HandOverIntegration"; readonly now: string } & DataOf<"IntegrationHandedOver">)
  | ({ readonly type: "NameTopics"; readonly now: string } & DataOf<"IntegrationTopicsNamed">)
  | ({ readonly type: "RemoveIntegration"; readonly now: string } & DataOf<"IntegrationRemoved">);

type Command<Type extends IntegrationCommand["type"]> = Extract<IntegrationCommand, { type: Type }>;

function evolve(state: Integration, event: IntegrationEvent): Integration {
  switch (event.type) {
    case "IntegrationAdded":
      return state.status === "absent" ? { ...event.data, status: "added", ownerId: null, snsTopics: [] } : state;
    case "IntegrationHandedOver":
      return state.status === "absent" ? state : { ...state, ownerId: event.data.ownerId };
    case "IntegrationTopicsNamed":
      return state.status === "absent" ? state : { ...state, snsTopics: event.data.topics };
    case "IntegrationRemoved":
      return state.status === "absent" ? state : { ...state, status: "removed", keyHash: null, sealedSecret: null };
  }
}

function addIntegration({ type, now, ownerId, ...data }: Command<"AddIntegration">, state: Integration): readonly IntegrationEvent[] {
  if (state.status === "added" && sameContent(addedOf(state), data)) return [];
  if (state.status !== "absent") {
    throw new Rejection("ALREADY_EXISTS", `integration ${data.integrationId} was ${state.status} as "${state.name}"`, [
      "integrationId",
    ]);
  }
  refuseUnguarded(data);
  return [{ type: "IntegrationAdded", data }, { type: "IntegrationHandedOver", data: { integrationId: data.integrationId, ownerId } }];
}

const addedOf = (
  { status: _, ownerId: __, snsTopics: ___, ...added }: Exclude<Integration, { status: "absent" }>,
): DataOf<"IntegrationAdded"> => added;

/** Without its secret anybody on the network could page people or forge deploys. */
function refuseUnguarded({ kind, keyHash, sealedSecret, severities, mapping }: DataOf<"IntegrationAdded">): void {
  if (kind === "github") {
    if (sealedSecret === null)
      throw new Rejection("INVALID_INPUT", "a GitHub integration needs the secret that signs its requests", ["sealedSecret"]);
    return;
  }
  if (keyHash === null) throw new Rejection("INVALID_INPUT", "an integration that brings alerts needs a key", ["keyHash"]);
  if ((mapping !== null) !== (kind === "json"))
    throw new Rejection("INVALID_INPUT", "JSON of any shape needs a mapping, and nothing else has one", ["mapping"]);
  refuseUnmapped(severities);
}

/** Without a mapping nobody has said what calls people; two for one word would leave it to chance. */
function refuseUnmapped(severities: SeverityMapping): void {
  const words = Object.keys(severities).map((word) => word.toLowerCase());
  if (words.length === 0)
    throw new Rejection(
      "INVALID_INPUT",
      'an integration that brings alerts needs a mapping of its severities, as {"critical": 1, "info": null}',
      ["severities"],
    );
  const twice = words.find((word, index) => words.indexOf(word) !== index);
  if (twice !== undefined) throw new Rejection("INVALID_INPUT", `"${twice}" is mapped twice: case makes no difference`, ["severities"]);
}

/**
 * Incident severity of an alert by its label, whatever its case; the integration's default where it matches none; null: it calls nobody.
 */
export function severityOfAlert(
  { severities, defaultSeverity }: Pick<DataOf<"IntegrationAdded">, "severities" | "defaultSeverity">,
  label: string | null,
): number | null {
  const word = label?.trim().toLowerCase();
  const found = Object.entries(severities).find(([known]) => known.toLowerCase() === word);
  return found === undefined ? defaultSeverity : found[1];
}

function handOverIntegration({ integrationId, ownerId }: Command<"HandOverIntegration">, state: Integration): readonly IntegrationEvent[] {
  if (state.status !== "added") throw new Rejection("NOT_FOUND", `there is no integration ${integrationId}`, ["integrationId"]);
  return state.ownerId === ownerId ? [] : [{ type: "IntegrationHandedOver", data: { integrationId, ownerId } }];
}

function nameTopics({ integrationId, topics }: Command<"NameTopics">, state: Integration): readonly IntegrationEvent[] {
  if (state.status !== "added") throw new Rejection("NOT_FOUND", `there is no integration ${integrationId}`, ["integrationId"]);
  if (state.kind !== "webhook")
    throw new Rejection("INVALID_INPUT", "messages of SNS come in by an integration of the kind webhook", ["integrationId"]);
  const wanted = [...new Set(topics)].toSorted();
  return sameContent(wanted, [...state.snsTopics]) ? [] : [{ type: "IntegrationTopicsNamed", data: { integrationId, topics: wanted } }];
}

function removeIntegration({ integrationId }: Command<"RemoveIntegration">, state: Integration): readonly IntegrationEvent[] {
  if (state.status === "absent") throw new Rejection("NOT_FOUND", `there is no integration ${integrationId}`, ["integrationId"]);
  return state.status === "removed" ? [] : [{ type: "IntegrationRemoved", data: { integrationId } }];
}

function decide(command: IntegrationCommand, state: Integration): readonly IntegrationEvent[] {
  switch (command.type) {
    case "AddIntegration":
      return addIntegration(command, state);
    case "HandOverIntegration":
      return handOverIntegration(command, state);
    case "NameTopics":
      return nameTopics(command, state);
    case "RemoveIntegration":
      return removeIntegration(command, state);
  }
}

/** An integration, each with a secret of its own; one that was removed never comes back under its id. */
export const integrationDecider = aggregate("integration", {
  initialState: { status: "absent" }, evolve, decide, keyOf: (commandId: string) => [commandId],
});
