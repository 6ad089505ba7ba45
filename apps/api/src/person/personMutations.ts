import { foldRecord, type Log } from "@ballast/eventlog";
import { type Person, type PersonCommand, personDecider, Rejection, tokenDecider } from "@ballast/domain";
import { hashPassword } from "../auth/secrets.ts";
import type { Permission } from "../auth/permissions.ts";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import {
  field, flagField, idField, intField, lineField, listOf, optional, otherwise, type InputFields, type InputOf,
} from "../commands/inputFields.ts";
import { refuseStrangers } from "../commands/named.ts";
import { rolesOfPersonField } from "../commands/rolesField.ts";
import type { Run } from "../commands/runCommand.ts";
import { setCredential } from "../commands/setCredential.ts";
import type { ApiContext } from "../graphql/context.ts";
import { handingOver, handOver, heldInLog, takeoverField } from "../leaving/leftShifts.ts";
import { succeed, successions, successorField } from "../leaving/leftIntegrations.ts";
import { joiningId, refuseTokenThatLetsIn, refuseUnlessKnown, refuseUnlessSelfOrAdmin } from "./credentials.ts";
import {
  chatField, emailField, nameField, pagerDutyField, pagingRulesField, passwordField, personField, personZoneField, phoneField, pushField,
} from "./personInputs.ts";
import { reminders } from "@ballast/schema";
import { z } from "zod";

const addPerson = defineMutation({
  name: "addPerson",
  description:
    "Lets a person in; who comes back after leaving begins anew. With a password they sign in at once; without one, by a link from an administrator's machine.",
  permission: "person.write",
  record: "Person",
  input: {
    login: field(() => String, z.string().trim().min(1).max(200), "What they type to sign in; small and capital letters are the same."),
    name: nameField,
    roles: rolesOfPersonField("What they may do."),
    email: optional(emailField),
    chatWebhookUrl: optional(chatField),
    timeZone: otherwise(personZoneField, "UTC"),
    password: optional(passwordField),
  },
  secrets: ["password"],
  touches: () => null,
  async act(run, { login, name, roles, email, chatWebhookUrl, timeZone, password }, { log }) {
    refuseTokenThatLetsIn(run.principal, { password: password !== null, roles });
    const { personId, replayed } = await joiningId(run, log, login);
    if (replayed) return { id: personId };
    // What would be refused is refused before anything is written: a stranger must not replace a password.
    const command: PersonCommand = {
      type: "JoinPerson", now: run.now, personId, login, name, roles, contacts: { email, chatWebhookUrl }, timeZone,
    };
    personDecider.decide(command, await foldRecord(log, personDecider, personId));
    if (password !== null)
      await setCredential(run, log, { subjectId: personId, subject: "person", kind: "scrypt", hash: await hashPassword(password) });
    await run.handle({ aggregate: personDecider, id: personId, guarded: true, command });
    return { id: personId };
  },
});

interface PersonChange<Fields extends InputFields> {
  readonly description: string;
  readonly permission: Permission;
  readonly input: Fields;
  readonly secrets?: readonly (keyof Fields & string)[];
  readonly command: (
    input: InputOf<Fields> & { personId: string },
    run: Run,
    context: ApiContext,
  ) => Promise<PersonCommand> | PersonCommand;
}

/** A mutation that changes one person: an administrator's, or (`person.self`) their own. */
const changePerson = <const Fields extends InputFields>(
  name: string,
  { description, permission, input, secrets, command }: PersonChange<Fields>,
): Mutation =>
  defineMutation({
    name,
    description,
    permission,
    record: "Person",
    input: { personId: personField, ...input },
    secrets: secrets ?? [],
    touches: () => null,
    async act(run, given, context) {
      const known = given as InputOf<Fields> & { personId: string };
      const { personId } = known;
      refuseUnlessSelfOrAdmin(run.principal, personId);
      if (await run.earlier(personDecider, personId)) return { id: personId };
      await run.handle({ aggregate: personDecider, id: personId, guarded: true, command: await command(known, run, context) });
      return { id: personId };
    },
  });

const personAsIs = async ({ log }: Pick<ApiContext, "log">, personId: string) => {
  const person = await foldRecord(log, personDecider, personId);
  if (person.status === "absent") throw new Rejection("NOT_FOUND", `there is no person ${personId}`, ["personId"]);
  return person;
};

/** To whom somebody reports, and these in turn. */
async function everybodyAbove(log: Log, personId: string): Promise<readonly string[]> {
  const above = new Set<string>();
  for (let next: string | null = personId; next !== null && !above.has(next);) {
    above.add(next);
    const person: Person = await foldRecord(log, personDecider, next);
    next = person.status === "absent" ? null : person.reportsTo;
  }
  return [...above];
}

/** Somebody has to be able to let people in: the last administrator stays one. */
function refuseWithoutAdministrator({ directory }: Pick<ApiContext, "directory">, personId: string): void {
  const others = directory.administrators().filter(({ id }) => id !== personId);
  if (others.length === 0 && directory.administrators().length > 0) {
    throw new Rejection("NOT_ALLOWED", "This is the last administrator: make somebody else one first.", ["personId"]);
  }
}

const changes = [
  changePerson("describePerson", {
    description: "Changes a person's name or time zone; their own, or as an administrator. What is left out stays.",
    permission: "person.self",
    input: { name: optional(nameField), timeZone: optional(personZoneField) },
    async command({ personId, name, timeZone }, { now }, context) {
      const person = await personAsIs(context, personId);
      return { type: "DescribePerson", now, personId, name: name ?? person.name, timeZone: timeZone ?? person.timeZone };
    },
  }),
  changePerson("placePerson", {
    description: "Says in which teams a person works and to whom they report; oneself, or as an administrator. What is left out stays.",
    permission: "person.self",
    input: {
      teams: optional(listOf(lineField("A team."), 20)),
      reportsTo: optional(idField("Person", "To whom they report: late actions are told to them.")),
      reportsToNobody: otherwise(flagField("True: to nobody here."), false),
    },
    async command({ personId, teams, reportsTo, reportsToNobody }, { now }, context) {
      const person = await personAsIs(context, personId);
      const superior = reportsToNobody ? null : (reportsTo ?? person.reportsTo);
      if (reportsTo !== null) await refuseStrangers(context.log, [reportsTo], ["reportsTo"]);
      return {
        type: "PlacePerson", now, personId, teams: teams ?? [...person.teams], reportsTo: superior,
        above: superior === null ? [] : await everybodyAbove(context.log, superior),
      };
    },
  }),
  changePerson("setContacts", {
    description: "Says how a person is reached; oneself, or as an administrator. What is left out is taken away.",
    permission: "person.self",
    input: {
      email: optional(emailField), chatWebhookUrl: optional(chatField), phone: optional(phoneField), pushUrl: optional(pushField),
      pagerDutyKey: optional(pagerDutyField),
    },
    command: ({ personId, email, chatWebhookUrl, phone, pushUrl, pagerDutyKey }, { now }) => ({
      type: "SetContacts", now, personId,
      contacts: {
        email, chatWebhookUrl, ...(phone === null ? {} : { phone }), ...(pushUrl === null ? {} : { pushUrl }),
        ...(pagerDutyKey === null ? {} : { pagerDutyKey }),
      },
    }),
  }),
  changePerson("setPagingRules", {
    description:
      "Says by which channels a person wants to be called, and after how many minutes the next one, for high and low urgency; low urgency may wait for hours of their day. Oneself, or as an administrator.",
    permission: "person.self",
    input: { rules: optional(pagingRulesField) },
    command: ({ personId, rules }, { now }) => ({ type: "SetPagingRules", now, personId, rules }),
  }),
  changePerson("setReminders", {
    description:
      "Says of what a person is reminded: their own turns and what they stand in for, so many days ahead at nine on their clock, and on Mondays of who is on call until when. Oneself, or as an administrator. What is left out is taken away.",
    permission: "person.self",
    input: {
      turnDays: optional(intField("So many days ahead of a turn of theirs, 1 to 7.", reminders.shape.turnDays.unwrap())),
      standInDays: optional(intField("So many days ahead of what they stand in for.", reminders.shape.standInDays.unwrap())),
      weekly: otherwise(flagField("On Mondays at nine: who is on call until when."), false),
    },
    command: ({ personId, turnDays, standInDays, weekly }, { now }) => ({
      type: "SetReminders", now, personId, reminders: { turnDays, standInDays, weekly },
    }),
  }),
  changePerson("setPassword", {
    description: "Sets a password, one's own or as an administrator, and ends the person's sessions.",
    permission: "person.self",
    input: {
      password: passwordField,
      currentPassword: optional(
        field(
          () => String,
          z.string().min(1).max(1_000),
          "The one of now: asked for when it is your own, unless you come from the machine itself.",
        ),
      ),
    },
    secrets: ["password", "currentPassword"],
    async command({ personId, password, currentPassword }, run, context) {
      refuseTokenThatLetsIn(run.principal, { password: true, roles: [] });
      await personAsIs(context, personId);
      await refuseUnlessKnown(run, context, { personId, currentPassword });
      await setCredential(run, context.log, { subjectId: personId, subject: "person", kind: "scrypt", hash: await hashPassword(password) });
      return { type: "RevokeSessions", now: run.now, personId, sessionId: null };
    },
  }),
  changePerson("revokeSessions", {
    description: "Ends all sessions of a person; one's own, or as an administrator.",
    permission: "person.self",
    input: {},
    command: ({ personId }, { now }) => ({ type: "RevokeSessions", now, personId, sessionId: null }),
  }),
  changePerson("setRoles", {
    description: "Says what a person may do. One administrator always stays.",
    permission: "person.write",
    input: { roles: rolesOfPersonField("What they may do from now on.") },
    command({ personId, roles }, { now, principal }, context) {
      refuseTokenThatLetsIn(principal, { password: false, roles });
      if (!roles.includes("admin")) refuseWithoutAdministrator(context, personId);
      return { type: "SetRoles", now, personId, roles };
    },
  }),
  changePerson("removePerson", {
    description:
      "Takes a person's access away for good: sessions, links, password and tokens, but for those of applications, which belong to the installation and say from then on that who issued them has left. What they did stays in the history. From then on they are on call nowhere: who takes their shifts has to be said, or that they may be empty; and who looks after their integrations, which go on.",
    permission: "person.write",
    input: {
      takeovers: otherwise(listOf(takeoverField, 1_000), []),
      leaveShiftsEmpty: otherwise(flagField("Whether shifts may be empty that nobody takes."), false),
      integrations: otherwise(listOf(successorField, 1_000), []),
    },
    async command({ personId, takeovers, leaveShiftsEmpty, integrations }, run, context) {
      const { now } = run;
      refuseWithoutAdministrator(context, personId);
      const person = await personAsIs(context, personId);
      if (person.status === "left") return { type: "Leave", now, personId };
      await refuseStrangers(context.log, takeovers.flatMap(({ takerId }) => (takerId === null ? [] : [takerId])), ["takeovers"]);
      const handing = handingOver(await heldInLog(context, personId, now), { personId, takeovers, mayBeEmpty: leaveShiftsEmpty }, now);
      const successors = await successions(context, personId, integrations);
      await handOver(run, handing);
      await succeed(run, successors);
      for (const { tokenId, environment } of context.directory.tokensOf(personId))
        if (environment === null)
          await run.handle({ aggregate: tokenDecider, id: tokenId, command: { type: "RevokeToken", now, tokenId } });
      // Nothing stays that could be guessed at.
      if (context.directory.passwordHashOf(personId) !== null)
        await setCredential(run, context.log, { subjectId: personId, subject: "person", kind: "scrypt", hash: "" });
      return { type: "Leave", now, personId };
    },
  }),
];

export const personMutations: readonly Mutation[] = [addPerson, ...changes];
