import { targetingDecider } from "@ballast/domain/targeting";
import { ids } from "@ballast/eventlog";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { listOf, partIdField, reasonField } from "../commands/inputFields.ts";
import { placeFields, touched, whyFields } from "./changeMutations.ts";
import { turn, turnedAt } from "./turning.ts";

const killFlag = defineMutation({
  name: "killFlag",
  description:
    "Turns a flag off for everyone, above every rule, until it is released. It asks for nothing, waits for nobody, and never loses a race.",
  permission: "flag.kill",
  record: "Targeting",
  input: { ...placeFields, ...whyFields },
  touches: touched,
  extras: { killId: { type: () => String, nullable: false, description: "The kill: a release names it." } },
  async act(run, { reason, incidentId, ...place }, context) {
    const { targetingId } = await turnedAt(context, place);
    const killId = ids.part(run.commandId, "kill");
    const command = { type: "Kill", now: run.now, targetingId, killId, reason, incidentId } as const;
    await run.handleRegardless({ aggregate: targetingDecider, id: targetingId, command });
    return { id: targetingId, killId };
  },
});

const killId = partIdField("The kill.");

const explainKill = defineMutation({
  name: "explainKill",
  description: "Says why a flag was killed, afterwards.",
  permission: "flag.kill",
  record: "Targeting",
  input: { ...placeFields, killId, reason: reasonField("Why."), incidentId: whyFields.incidentId },
  touches: touched,
  async act(run, { killId: kill, reason, incidentId, ...place }, context) {
    const { targetingId } = await turnedAt(context, place);
    const command = { type: "ExplainKill", now: run.now, targetingId, killId: kill, reason, incidentId } as const;
    await run.handle({ aggregate: targetingDecider, id: targetingId, command });
    return { id: targetingId };
  },
});

const releaseKill = defineMutation({
  name: "releaseKill",
  description: "Lifts kills, by name, and with them restores exactly what was there. One that was engaged meanwhile goes on.",
  permission: "flag.kill",
  record: "Targeting",
  input: { ...placeFields, killIds: listOf(killId), reason: reasonField("Why it is safe again.") },
  touches: touched,
  async act(run, { killIds, reason, ...place }, context) {
    const turned = await turnedAt(context, place);
    const { targetingId } = turned;
    return turn(run, turned, {
      moving: () => ({ kind: "release", killIds }),
      command: ({ cohort }) => ({ type: "ReleaseKills", now: run.now, targetingId, killIds, reason, cohort }),
    });
  },
});

export const killMutations: readonly Mutation[] = [killFlag, explainKill, releaseKill];
