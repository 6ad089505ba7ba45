import { hash } from "node:crypto";
import {
  alertDecider, deployDecider, importRunDecider, incidentDecider, integrationDecider, laneDecider, pageDecider, personDecider,
  releaseDecider, rotationDecider, serviceDecider, signInDecider, tokenDecider, type Identified, type KeyPart,
} from "@ballast/domain";
import { idNamespace } from "@ballast/schema";

const namespace = Buffer.from(idNamespace.replaceAll("-", ""), "hex");

/** UUID version 5 (RFC 9562, 5.5). By hand: of an alert a dozen are made, and the package for it costs four times as much. */
function nameBased(name: string): string {
  const bytes = hash("sha1", Buffer.concat([namespace, Buffer.from(name)]), "buffer");
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex", 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** JSON keeps parts apart whatever they contain. */
const named = (kind: string, ...parts: readonly KeyPart[]): string => nameBased(JSON.stringify([kind, ...parts]));

/** A record's id, by what its aggregate says names one: whoever asks first or again gets the same one. */
export const idOf = <Key extends readonly unknown[]>({ category, keyOf }: Identified<Key>, ...key: Key): string =>
  named(category, ...keyOf(...key));

/** The same by a shorter name for the records that are named most, and ids of what is no record. */
export const ids = {
  service: (slug: string) => idOf(serviceDecider, slug),
  release: (serviceId: string, version: string) => idOf(releaseDecider, serviceId, version),
  lane: (serviceId: string, environment: string) => idOf(laneDecider, serviceId, environment),
  /** A deploy asked for by a command; a retry of the command names the same deploy. */
  deploy: (commandId: string) => idOf(deployDecider, commandId),
  /** A deploy that another system makes; `sourceId` is its id there. */
  observedDeploy: (serviceId: string, source: string, sourceId: string) => named("observedDeploy", serviceId, source, sourceId),
  /** An incident that a command declares. */
  incident: (commandId: string) => idOf(incidentDecider, commandId),
  importedIncident: (serviceId: string, kind: string, sourceId: string) => named("importedIncident", serviceId, kind, sourceId),
  importedUpdate: (incidentId: string, index: number) => named("importedUpdate", incidentId, index),
  alert: (integrationId: string, fingerprint: string) => idOf(alertDecider, integrationId, fingerprint),
  /** An episode of an alert. One without an ordinal (0) was its alert's only one, and went by its name. */
  episode: (alertId: string, ordinal: number) => (ordinal === 0 ? alertId : named("episode", alertId, ordinal)),
  /** One page for an incident, a purpose and an occasion (say, the event that asked for it). */
  page: (incidentId: string, purpose: string, occasion: string) => idOf(pageDecider, incidentId, purpose, occasion),
  rotation: (name: string) => idOf(rotationDecider, name),
  /** A person; who comes back after leaving is another one: `joining` counts how often the login has joined, from 1. */
  person: (login: string, joining = 1) => idOf(personDecider, login, joining),
  /** Failed sign-ins of this person; of names that nobody has where there is none. */
  signIn: (personId: string | null) => idOf(signInDecider, personId),
  token: (commandId: string) => idOf(tokenDecider, commandId),
  integration: (commandId: string) => idOf(integrationDecider, commandId),
  import: (commandId: string) => idOf(importRunDecider, commandId),
  /** An id for anything else that one command makes: an entry, a link, an override. */
  part: (commandId: string, kind: string, index: number | string = 0) => named("part", commandId, kind, index),
  /** Id of the event a command appends to a stream: the same at every retry, and its own in every stream. */
  event: (commandId: string, stream: string, index: number) => named("event", commandId, stream, index),
  /** Id of the command that a workflow's step, a reactor or a webhook sends: `parts` name the step. */
  command: (...parts: readonly (string | number)[]) => named("command", ...parts),
} as const;

/** Id of a command from outside: the same actor, mutation and key are the same command. */
export const commandIdOf = (actorKey: string, mutation: string, idempotencyKey: string): string =>
  named("command", actorKey, mutation, idempotencyKey);
