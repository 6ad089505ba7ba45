import { permissions, type Permission, type Role } from "@ballast/schema/permissions";

export { permissions, type Permission } from "@ballast/schema/permissions";

/** Whether one of these roles carries the permission. */
export const allows = (roles: readonly Role[], permission: Permission): boolean => {
  const granted: readonly Role[] = permissions[permission];
  return roles.some((role) => granted.includes(role));
};

/** Everything these roles may do, for the console. */
export const permissionsOf = (roles: readonly Role[]): Permission[] => permissionNames.filter((permission) => allows(roles, permission));

const permissionNames = Object.keys(permissions).filter((name): name is Permission => Object.hasOwn(permissions, name));
