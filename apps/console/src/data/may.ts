import { permissions, rolesOfPeople, type Permission, type Role } from "@ballast/schema/permissions";
import { usePermissions } from "ra-core";

export type { Permission } from "@ballast/schema/permissions";

const words: Readonly<Record<Role, string>> = {
  viewer: "viewer", engineer: "engineer", responder: "responder", commander: "commander", tpm: "TPM", admin: "administrator",
  application: "an application's token", calendar: "a calendar's address",
};

/**
 * Who has a permission, for the words beside a button that is not open to someone. Administrators have all of them, and are named where
 * nobody else does.
 */
export function holdersOf(permission: Permission): string {
  const granted: readonly Role[] = permissions[permission];
  if (granted.length === rolesOfPeople.length) return "anyone signed in";
  const named = granted.filter((role) => role !== "admin" || granted.length === 1).map((role) => words[role]);
  return named.length === 1 ? (named[0] ?? "") : `${named.slice(0, -1).join(", ")} or ${named.at(-1) ?? ""}`;
}

/** Whether the viewer's roles allow it. True until that is known: the API has the last word. */
export function useMay(permission: Permission): boolean {
  const { permissions } = usePermissions<readonly string[]>();
  return !Array.isArray(permissions) || permissions.length === 0 || permissions.includes(permission);
}
