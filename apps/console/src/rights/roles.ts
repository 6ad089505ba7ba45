import type { Role } from "@ballast/schema/graphql";

/** Roles from the one that only reads to the one that lets others in, with what each allows. */
export const roles: readonly (readonly [role: Role, words: string, may: string])[] = [
  ["viewer", "Viewer", "reads everything that is not private, declares incidents, answers pages"],
  ["engineer", "Engineer", "records releases, deploys, rolls back, works on incidents, changes services, imports"],
  ["responder", "Responder", "works on incidents, rolls back, changes rotations"],
  ["commander", "Commander", "works on incidents, rolls back, releases holds, sees private incidents"],
  ["tpm", "TPM", "changes services and rotations, works on incidents, imports"],
  ["admin", "Administrator", "everything, and lets people and other systems in"],
];

/** The word for a role. */
export function roleWords(role: Role): string {
  if (role === "application" || role === "calendar") return role === "application" ? "Application" : "Calendar";
  return roles.find(([known]) => known === role)?.[1] ?? role;
}

/** What changing roles takes away and gives, for the preview. */
export function roleChange(before: readonly Role[], after: readonly Role[]): { given: readonly string[]; taken: readonly string[] } {
  return {
    given: after.filter((role) => !before.includes(role)).map(roleWords),
    taken: before.filter((role) => !after.includes(role)).map(roleWords),
  };
}
