import { Rejection, tokenDecider } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import type { Role } from "@ballast/schema";
import { allows } from "../auth/permissions.ts";
import type { Principal } from "../auth/principal.ts";
import { newSecret, sha256 } from "../auth/secrets.ts";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { idField, instantField, lineField, listOf, optional, otherwise } from "../commands/inputFields.ts";
import { environmentField, registered, serviceField } from "../commands/named.ts";
import { rolesField } from "../commands/rolesField.ts";
import { setCredential } from "../commands/setCredential.ts";

/** No token can do more than whoever issues it, and no token makes another: it could outlive its own end. */
function refuseMore(principal: Principal, roles: readonly Role[]): void {
  if (principal.means === "api-token") throw new Rejection("NOT_ALLOWED", "An API token cannot issue tokens: sign in.");
  const missing = roles.filter((role) => role !== "application" && !principal.roles.includes(role));
  if (missing.length > 0)
    throw new Rejection(
      "NOT_ALLOWED",
      `${principal.person.name} does not have the role ${missing.join(", ")} and cannot give it to a token.`,
      ["roles"],
    );
}

export const tokenMutations: readonly Mutation[] = [
  defineMutation({
    name: "issueToken",
    description: "Issues an API token for yourself. Its secret is answered this once and kept as a hash only.",
    permission: "token.issue",
    record: "Token",
    input: {
      name: lineField("What it is for."),
      roles: rolesField("What it may do: no more than you."),
      services: otherwise(listOf(serviceField("A service it is limited to, by slug or id."), 100), []),
      environment: optional(
        environmentField("The environment whose flags it may ask for, of the token of an application: role `application` alone."),
      ),
      expiresAt: optional(instantField("When it ends; left out, it does not.")),
    },
    extras: {
      secret: {
        type: () => String, nullable: true,
        description: "The token, to be sent as `Authorization: Bearer …`. Null when the command was replayed: it is shown once.",
      },
    },
    touches: () => null,
    async act(run, { name, roles, services, environment, expiresAt }, { log }) {
      refuseMore(run.principal, roles);
      const tokenId = ids.token(run.commandId);
      if (await run.earlier(tokenDecider, tokenId)) return { id: tokenId, secret: null };
      const known = await Promise.all(services.map((service) => registered(log, service)));
      const command = {
        type: "IssueToken", now: run.now, tokenId, name, personId: run.by, roles, serviceIds: known.map(({ serviceId }) => serviceId),
        expiresAt, environment,
      } as const;
      tokenDecider.decide(command, tokenDecider.initialState);
      const secret = `bt_${newSecret()}`;
      // The secret first: a token that is there always has one, and this answer's is the one that counts.
      await setCredential(run, log, { subjectId: tokenId, subject: "token", kind: "sha256", hash: sha256(secret) });
      await run.handle({ aggregate: tokenDecider, id: tokenId, guarded: true, command });
      return { id: tokenId, secret };
    },
  }),
  defineMutation({
    name: "revokeToken",
    description: "Ends a token at once: your own, or as an administrator anybody's.",
    permission: "person.self",
    record: "Token",
    input: { tokenId: idField("Token", "The token.") },
    touches: () => null,
    async act(run, { tokenId }, { log }) {
      const token = await foldRecord(log, tokenDecider, tokenId);
      const mine = token.status !== "absent" && token.personId === run.by;
      if (!mine && !allows(run.principal.roles, "person.write"))
        throw new Rejection("NOT_ALLOWED", "This is another person's token; it takes an administrator to end it.", ["tokenId"]);
      await run.handle({ aggregate: tokenDecider, id: tokenId, guarded: true, command: { type: "RevokeToken", now: run.now, tokenId } });
      return { id: tokenId };
    },
  }),
];
