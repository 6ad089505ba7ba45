import { Rejection } from "@ballast/domain";
import type { Actor, Means, Role } from "@ballast/schema";
import { allows, permissions, type Permission } from "./permissions.ts";

/** A person as sign-in knows them. */
export interface SignedInPerson {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

/** Who is asking, by which door, with which of their rights. */
export interface Principal {
  readonly person: SignedInPerson;
  readonly means: Means;
  /** Rights in force: a token may carry fewer roles than its person. */
  readonly roles: readonly Role[];
  /** A token's services; null = all. */
  readonly serviceIds: readonly string[] | null;
  /** Set for cookie sessions. */
  readonly sessionId: string | null;
}

/** The actor that a principal's events name. */
export const actorOf = (principal: Principal): Actor => ({ personId: principal.person.id, name: principal.person.name, means: principal.means });

/** Refuses unless somebody is signed in and may do it (on this service, where one is named). */
export function authorise(principal: Principal | null, permission: Permission, serviceId?: string): Principal {
  if (principal === null) throw new Rejection("NOT_SIGNED_IN", "Nobody is signed in.");
  if (!allows(principal.roles, permission)) {
    throw new Rejection("NOT_ALLOWED", `${principal.person.name} may not do this (${permission}); it takes one of: ${permissions[permission].join(", ")}.`);
  }
  if (serviceId !== undefined && principal.serviceIds !== null && !principal.serviceIds.includes(serviceId)) {
    throw new Rejection("NOT_ALLOWED", "This token is limited to other services.");
  }
  return principal;
}
