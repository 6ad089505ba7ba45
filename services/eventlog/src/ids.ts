import { v5 } from "uuid";
import { idNamespace } from "@ballast/schema";

/** JSON keeps parts apart whatever they contain. */
const named = (kind: string, ...parts: readonly (string | number)[]): string => v5(JSON.stringify([kind, ...parts]), idNamespace);

/** Ids of things with a natural key: whoever asks first or again gets the same one. */
export const ids = {
  service: (slug: string) => named("service", slug),
  release: (serviceId: string, version: string) => named("release", serviceId, version),
  lane: (serviceId: string, environment: string) => named("lane", serviceId, environment),
  /** A deploy asked for by a command; a retry of the command names the same deploy. */
  deploy: (commandId: string) => named("deploy", commandId),
  /** A deploy that another system makes; `sourceId` is its id there. */
  observedDeploy: (serviceId: string, source: string, sourceId: string) => named("observedDeploy", serviceId, source, sourceId),
  /** An incident that a command declares. */
  incident: (commandId: string) => named("incident", commandId),
  importedIncident: (serviceId: string, kind: string, sourceId: string) => named("importedIncident", serviceId, kind, sourceId),
  importedUpdate: (incidentId: string, index: number) => named("importedUpdate", incidentId, index),
  alert: (integrationId: string, fingerprint: string) => named("alert", integrationId, fingerprint),
  /** An episode of an alert. One without an ordinal (0) was its alert's only one, and went by its name. */
  episode: (alertId: string, ordinal: number) => (ordinal === 0 ? alertId : named("episode", alertId, ordinal)),
  /** One page for an incident, a purpose and an occasion (say, the event that asked for it). */
  page: (incidentId: string, purpose: string, occasion: string) => named("page", incidentId, purpose, occasion),
  rotation: (name: string) => named("rotation", name),
  /** A person; who comes back after leaving is another one: `joining` counts how often the login has joined, from 1. */
  person: (login: string, joining = 1) => (joining === 1 ? named("person", login.trim().toLowerCase()) : named("person", login.trim().toLowerCase(), joining)),
  /** Failed sign-ins of this person; of names that nobody has where there is none. */
  signIn: (personId: string | null) => named("signIn", personId ?? ""),
  token: (commandId: string) => named("token", commandId),
  integration: (commandId: string) => named("integration", commandId),
  import: (commandId: string) => named("import", commandId),
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
