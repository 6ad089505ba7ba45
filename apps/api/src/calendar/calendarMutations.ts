import { Rejection, tokenDecider } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { newSecret, sha256 } from "../auth/secrets.ts";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { lineField, otherwise } from "../commands/inputFields.ts";
import { setCredential } from "../commands/setCredential.ts";

export const calendarMutations: readonly Mutation[] = [
  defineMutation({
    name: "openCalendar",
    description:
      "Makes an address of a calendar of your own: what is due, as you may see it. Whoever has the address can read that, and nothing else, until you revoke its token. It is answered this once.",
    permission: "person.self",
    record: "Token",
    input: { name: otherwise(lineField("What it is for; Calendar unless told."), "Calendar") },
    extras: {
      address: {
        type: () => String, nullable: true,
        description: "Where it is read; with `?of=me` what is your own. Null when the command was replayed: it is shown once.",
      },
    },
    touches: () => null,
    async act(run, { name }, { log, publicUrl }) {
      if (run.principal.means === "api-token") throw new Rejection("NOT_ALLOWED", "An API token cannot open a calendar: sign in.");
      const tokenId = ids.token(run.commandId);
      if (await run.earlier(tokenDecider, tokenId)) return { id: tokenId, address: null };
      const secret = `cal_${newSecret()}`;
      // The secret first: an address that is there always leads somewhere, and this answer's is the one that counts.
      await setCredential(run, log, { subjectId: tokenId, subject: "token", kind: "sha256", hash: sha256(secret) });
      await run.handle({
        aggregate: tokenDecider, id: tokenId, guarded: true,
        command: {
          type: "IssueToken", now: run.now, tokenId, name, personId: run.by, roles: ["calendar"], serviceIds: [], expiresAt: null,
          environment: null,
        },
      });
      return { id: tokenId, address: `${publicUrl.replace(/\/$/u, "")}/calendars/${secret}.ics` };
    },
  }),
];
