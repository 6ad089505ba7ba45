import type { Role } from "@ballast/schema";

/**
 * Who may do what. One table: the API enforces it, the console hides by it, the documentation is made from it.
 * Reading needs a sign-in and nothing else; anyone signed in may declare an incident, answer a page, and change
 * their own name, contacts and password (`person.self`; those of others take `person.write`).
 */
export const permissions = {
  "read": ["viewer", "engineer", "responder", "commander", "tpm", "admin"],
  "service.write": ["engineer", "tpm", "admin"],
  "release.record": ["engineer", "admin"],
  "deploy.run": ["engineer", "admin"],
  "deploy.rollback": ["engineer", "responder", "commander", "admin"],
  "hold.release": ["engineer", "commander", "admin"],
  "incident.declare": ["viewer", "engineer", "responder", "commander", "tpm", "admin"],
  "incident.work": ["engineer", "responder", "commander", "tpm", "admin"],
  "page.acknowledge": ["viewer", "engineer", "responder", "commander", "tpm", "admin"],
  "rotation.write": ["engineer", "responder", "commander", "tpm", "admin"],
  "import.run": ["engineer", "tpm", "admin"],
  "token.issue": ["engineer", "responder", "commander", "tpm", "admin"],
  "person.self": ["viewer", "engineer", "responder", "commander", "tpm", "admin"],
  "person.write": ["admin"],
  "integration.write": ["admin"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

/** Whether one of these roles carries the permission. */
export const allows = (roles: readonly Role[], permission: Permission): boolean => {
  const granted: readonly Role[] = permissions[permission];
  return roles.some((role) => granted.includes(role));
};

/** Everything these roles may do, for the console. */
export const permissionsOf = (roles: readonly Role[]): Permission[] => permissionNames.filter((permission) => allows(roles, permission));

const permissionNames = Object.keys(permissions).filter((name): name is Permission => Object.hasOwn(permissions, name));
