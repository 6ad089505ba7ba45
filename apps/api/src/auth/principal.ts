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
  /** Set for API tokens. */
  readonly tokenId?: string;
  /** Set for tokens of applications: the environment whose flags they may ask for. */
  readonly environment?: string;
}

/** The actor that a principal's events name. */
export const actorOf = (principal: Principal): Actor => ({
  personId: principal.person.id, name: principal.person.name, means: principal.means,
});

/** Refuses unless somebody is signed in and may do it. */
export function authorise(principal: Principal | null, permission: Permission): Principal {
  if (principal === null) throw new Rejection("NOT_SIGNED_IN", "Nobody is signed in.");
  if (!allows(principal.roles, permission)) {
    throw new Rejection(
      "NOT_ALLOWED",
      `${principal.person.name} may not do this (${permission}); it takes one of: ${permissions[permission].join(", ")}.`,
    );
  }
  return principal;
}

/**
 * Refuses a token that is limited to some services what touches another one, and what touches none: it must not
 * change people, rotations or integrations through a side door.
 */
export function refuseOtherServices({ serviceIds }: Principal, touched: readonly string[] | null): void {
  if (serviceIds === null) return;
  if (touched === null) throw new Rejection("NOT_ALLOWED", "This token is limited to some services; this concerns the whole installation.");
  const allowed = touched.length > 0 && touched.every((serviceId) => serviceIds.includes(serviceId));
  if (!allowed) throw new Rejection("NOT_ALLOWED", "This token is limited to other services.");
}
