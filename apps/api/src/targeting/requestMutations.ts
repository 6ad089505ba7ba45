import type { OpenTargeting } from "@ballast/domain/targeting";
import { ids } from "@ballast/eventlog";
import type { TargetingChange } from "@ballast/schema";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { instantField, jsonField, optional, partIdField, reasonField } from "../commands/inputFields.ts";
import { placeFields, rebucketField, touched, touchedWith, whyFields } from "./changeMutations.ts";
import { askedChange, opened, resolved, turn, turnedAt } from "./turning.ts";

const proposeChange = defineMutation({
  name: "proposeChange",
  description: "Asks for a change of a flag: for a second person's word, or for a later moment.",
  permission: "flag.write",
  record: "Targeting",
  input: {
    ...placeFields, rebucket: rebucketField, incidentId: whyFields.incidentId, reason: reasonField("Why."),
    change: jsonField(askedChange, "What is asked for: `{kind: rules | rollout | override | clearOverride | revert | ramp, …}`."),
    applyAt: optional(instantField("When it is to be made; with the approval unless told.")),
  },
  touches: ({ flag, change }, context) => touchedWith({ flag, rules: "rules" in change ? change.rules : null }, context),
  extras: { changeId: { type: () => String, nullable: false, description: "The change that was asked for." } },
  async act(run, { change, reason, applyAt, rebucket, incidentId, ...place }, context) {
    const turned = await turnedAt(context, place);
    await opened(run, context, { turned, environment: place.environment });
    const { targetingId } = turned;
    const what = await resolved(context.log, targetingId, change);
    const changeId = ids.part(run.commandId, "change");
    const asked = { targetingId, changeId, change: what, reason, applyAt, rebucket, incidentId, byPersonId: run.by };
    const done = await turn(run, turned, {
      moving: () => what,
      command: (proof) => ({ type: "ProposeChange", now: run.now, ...asked, ...proof }),
    });
    return { ...done, changeId };
  },
});

const changeId = partIdField("The change that was asked for.");
const asked =
  (id: string) =>
  ({ requests }: OpenTargeting): TargetingChange | null =>
    requests.find((one) => one.changeId === id)?.change ?? null;

const approveChange = defineMutation({
  name: "approveChange",
  description: "A second person's word for a change of a flag. It is made with it, or waits for its moment.",
  permission: "flag.approve",
  record: "Targeting",
  input: { ...placeFields, changeId, rebucket: rebucketField },
  touches: touched,
  async act(run, { changeId: id, rebucket, ...place }, context) {
    const turned = await turnedAt(context, place);
    const { targetingId } = turned;
    return turn(run, turned, {
      moving: asked(id),
      command: (proof) => ({ type: "ApproveChange", now: run.now, targetingId, changeId: id, byPersonId: run.by, rebucket, ...proof }),
    });
  },
});

const declineChange = defineMutation({
  name: "declineChange",
  description: "Refuses a change that somebody asked for, or takes back one's own.",
  permission: "flag.approve",
  record: "Targeting",
  input: { ...placeFields, changeId, reason: reasonField("Why.") },
  touches: touched,
  async act(run, { changeId: id, reason, ...place }, context) {
    const turned = await turnedAt(context, place);
    const { targetingId } = turned;
    return turn(run, turned, {
      moving: () => null,
      command: () => ({ type: "DeclineChange", now: run.now, targetingId, changeId: id, reason, byPersonId: run.by }),
    });
  },
});

export const requestMutations: readonly Mutation[] = [proposeChange, approveChange, declineChange];
