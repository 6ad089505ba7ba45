import { usePermissions } from "ra-core";

/** The API's permissions that the console asks about. */
export type Permission =
  | "service.write"
  | "release.record"
  | "deploy.run"
  | "deploy.rollback"
  | "hold.release"
  | "incident.declare"
  | "incident.work"
  | "page.acknowledge"
  | "rotation.write"
  | "import.run"
  | "token.issue"
  | "person.self"
  | "person.write"
  | "integration.write";

/** Who has a permission, for the words beside a button that is not open to someone. */
export const holders: Readonly<Record<Permission, string>> = {
  "service.write": "engineer or TPM",
  "release.record": "engineer",
  "deploy.run": "engineer",
  "deploy.rollback": "engineer, responder or commander",
  "hold.release": "engineer or commander",
  "incident.declare": "anyone signed in",
  "incident.work": "engineer, responder, commander or TPM",
  "page.acknowledge": "anyone signed in",
  "rotation.write": "engineer, responder, commander or TPM",
  "import.run": "engineer or TPM",
  "token.issue": "engineer, responder, commander or TPM",
  "person.self": "anyone signed in",
  "person.write": "administrator",
  "integration.write": "administrator",
};

/** Whether the viewer's roles allow it. True until that is known: the API has the last word. */
export function useMay(permission: Permission): boolean {
  const { permissions } = usePermissions<readonly string[]>();
  return !Array.isArray(permissions) || permissions.length === 0 || permissions.includes(permission);
}
