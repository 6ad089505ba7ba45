import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { command as mutation, graphql } from "@ballast/schema/graphql";
import { role, type Role } from "@ballast/schema";
import { mark } from "../print/style.ts";
import { table } from "../print/table.ts";
import { exact, relative } from "../print/words.ts";
import { usageFailure } from "../client/failure.ts";
import { acting, addCommand } from "./session.ts";
import { collect, parseDuration, parseList } from "./values.ts";
import type { CliCommand } from "../command.ts";

const roles = (text: string): readonly Role[] =>
  parseList(text).map((given) => {
    const known = role.options.find((option) => option === given);
    if (known === undefined) throw new InvalidArgumentError(`Roles are ${role.options.join(", ")}.`);
    return known;
  });

const issueToken = mutation("issueToken", "secret token { id }");
const tokensDocument = graphql(`query Tokens { tokens { id name person { name } roles issuedAt expiresAt revoked } }`);

interface IssueFlags {
  readonly roles: readonly Role[];
  readonly service: readonly string[];
  readonly environment?: string;
  readonly expires?: number;
}

const issue = acting<IssueFlags>(async (session, { args: [name = ""], flags }) => {
  const expiresAt = flags.expires === undefined ? null : new Date(session.now + flags.expires).toISOString();
  const payload = await session.client.mutate(issueToken, {
    name, roles: flags.roles, services: flags.service, environment: flags.environment ?? null, expiresAt,
  });
  session.show(payload, () => [
    payload.secret ?? "",
    "",
    "Shown this once. Use it elsewhere as BALLAST_TOKEN, with BALLAST_URL:",
    `  BALLAST_URL=${session.client.connection.url} BALLAST_TOKEN=… ballast service list`,
  ]);
});

const list = acting(async (session) => {
  const { tokens } = await session.client.query(tokensDocument);
  session.show(tokens, () =>
    tokens.length === 0
      ? ["No tokens."]
      : table(
          [
            { head: "token" },
            { head: "of" },
            { head: "roles" },
            { head: "issued" },
            { head: "expires" },
            { head: "state" },
            { head: "id" },
          ],
          tokens.map((row) => [
            row.name,
            row.person.name,
            row.roles.join(", "),
            relative(row.issuedAt, session.now),
            row.expiresAt === null ? "never" : exact(row.expiresAt),
            row.revoked ? mark("idle", "revoked") : mark("good", "valid"),
            row.id,
          ]),
        ),
  );
});

const revoke = acting(async (session, { args: [given = ""] }) => {
  const { tokens } = await session.client.query(tokensDocument);
  const found = tokens.filter(({ id, name, revoked }) => id === given || (name === given && !revoked));
  const [token] = found;
  if (token === undefined) throw usageFailure(`There is no valid token ${given}.`, "`ballast token list` shows those there are.");
  if (found.length > 1)
    throw usageFailure(`${String(found.length)} tokens are called ${given}.`, `Use an id: ${found.map(({ id }) => id).join(", ")}.`);
  const payload = await session.client.mutate(mutation("revokeToken"), { tokenId: token.id });
  session.show(payload, () => [`${token.name} is revoked: it opens nothing any more.`]);
});

/** Registers `ballast token …`. */
function registerToken(program: Command): void {
  const token = program.command("token").description("API tokens: for machines, and for oneself elsewhere");
  addCommand(token, "issue <name>", "issue a token for yourself; its secret is shown once")
    .requiredOption("--roles <roles>", `what it may do: ${role.options.join(", ")}`, roles)
    .option("--service <slug>", "limit it to a service; several times", collect, [])
    .option("--environment <slug>", "for an application: the environment whose flags it may ask for, with --roles application")
    .option("--expires <time>", "ends after this time, as 90d", parseDuration)
    .action(issue);
  addCommand(token, "list", "one's tokens; an administrator sees all").action(list);
  addCommand(token, "revoke <token>", "end a token, by name or id").action(revoke);
}

export const command: CliCommand = {
  register: registerToken,
  examples: {
    "token": ["ballast token issue ci --roles engineer --service checkout --expires 90d", "ballast token list", "ballast token revoke ci"],
    "token issue": [
      "ballast token issue ci --roles engineer --service checkout --expires 90d",
      "ballast token issue checkout --roles application --environment production",
    ],
    "token list": ["ballast token list --json"],
    "token revoke": ["ballast token revoke ci"],
  },
};
