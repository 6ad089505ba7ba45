import { personDecider, Rejection } from "@ballast/domain";
import { foldRecord, ids, type Log } from "@ballast/eventlog";
import type { Role } from "@ballast/schema";
import type { Principal } from "../auth/principal.ts";
import { allows } from "../auth/permissions.ts";
import { verifyPassword } from "../auth/secrets.ts";
import type { Run } from "../commands/runCommand.ts";
import type { ApiContext } from "../graphql/context.ts";

/** Oneself, by a door that a person stands at: a token that leaked must not take its person's account over. */
export function refuseUnlessSelfOrAdmin(principal: Principal, personId: string): void {
  if (allows(principal.roles, "person.write")) return;
  if (principal.person.id !== personId)
    throw new Rejection("NOT_ALLOWED", `${principal.person.name} may not change other people (person.write).`, ["personId"]);
  if (principal.means === "api-token")
    throw new Rejection("NOT_ALLOWED", "An API token cannot change the person it belongs to: sign in.", ["personId"]);
}

/** A token that leaked must not open a second door, or make one for somebody else. */
export function refuseTokenThatLetsIn(
  principal: Principal,
  { password, roles }: { readonly password: boolean; readonly roles: readonly Role[] },
): void {
  if (principal.means !== "api-token" || !(password || roles.includes("admin"))) return;
  throw new Rejection("NOT_ALLOWED", `An API token cannot ${password ? "set a password" : "make administrators"}: sign in.`, [
    password ? "password" : "roles",
  ]);
}

/**
 * One's own password is changed by who knows it: a session that somebody left open is not enough. Who has none yet sets
 * the first; the machine's own credential is how somebody who forgot theirs gets back in, and administrators set others'.
 */
export async function refuseUnlessKnown(
  { by, principal }: Run,
  { directory }: Pick<ApiContext, "directory">,
  { personId, currentPassword }: { readonly personId: string; readonly currentPassword: string | null },
): Promise<void> {
  const hash = directory.passwordHashOf(personId);
  if (personId !== by || principal.means !== "console" || hash === null) return;
  if (currentPassword === null)
    throw new Rejection("INVALID_INPUT", "Your own password is changed with the one you have now.", ["currentPassword"]);
  if (!(await verifyPassword(currentPassword, hash)))
    throw new Rejection("NOT_ALLOWED", "This is not your password of now.", ["currentPassword"]);
}

/** The id under which this login joins: that of who is here, else one that nobody has had. */
export async function joiningId(run: Run, log: Log, login: string): Promise<{ readonly personId: string; readonly replayed: boolean }> {
  for (let joining = 1; ; joining += 1) {
    const personId = ids.person(login, joining);
    if (await run.earlier(personDecider, personId)) return { personId, replayed: true };
    const person = await foldRecord(log, personDecider, personId);
    if (person.status !== "left") return { personId, replayed: false };
  }
}
