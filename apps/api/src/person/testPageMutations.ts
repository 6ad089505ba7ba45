import { personDecider, Rejection } from "@ballast/domain";
import { ids, testPageTokenOf } from "@ballast/eventlog";
import { uuid } from "@ballast/schema";
import { z } from "zod";
import { sameText } from "../auth/secrets.ts";
import { defineMutation } from "../commands/defineMutation.ts";
import { field, wordField } from "../commands/inputFields.ts";
import { refuseUnlessSelfOrAdmin } from "./credentials.ts";
import { personField } from "./personInputs.ts";
import { Channel } from "./personType.ts";

const sendTestPage = defineMutation({
  name: "sendTestPage",
  description:
    "Sends a test page by one of a person's channels; one's own, or as an administrator. Whoever it reaches answers it by its link, which verifies the channel.",
  permission: "person.self",
  record: "Person",
  input: { personId: personField, channel: wordField(Channel, "The channel that is tried.") },
  touches: () => null,
  async act(run, { personId, channel }) {
    refuseUnlessSelfOrAdmin(run.principal, personId);
    if (await run.earlier(personDecider, personId)) return { id: personId };
    const testId = ids.part(run.commandId, "test page");
    await run.handle({
      aggregate: personDecider, id: personId, guarded: true, command: { type: "AskTestPage", now: run.now, personId, testId, channel },
    });
    return { id: personId };
  },
});

/** By the person alone: that somebody else has their mail proves nothing of them. */
const answerTestPage = defineMutation({
  name: "answerTestPage",
  description: "Says that a test page has reached oneself, by what stands in its link: its channel is verified from now on.",
  permission: "person.self",
  record: "Person",
  input: {
    testId: field(() => String, uuid, "The test page, as its link has it."),
    token: field(() => String, z.string().min(1).max(200), "What its link has besides: nothing else shows it."),
  },
  secrets: ["token"],
  touches: () => null,
  async act(run, { testId, token }, { keys }) {
    const personId = run.by;
    refuseUnlessSelfOrAdmin(run.principal, personId);
    if (run.principal.means === "api-token")
      throw new Rejection("NOT_ALLOWED", "A test page is answered by a person: sign in.", ["token"]);
    if (!sameText(token, testPageTokenOf(keys, { personId, testId })))
      throw new Rejection("NOT_FOUND", "This is no test page of yours: open its link signed in as who it was sent to.", ["token"]);
    await run.handle({ aggregate: personDecider, id: personId, command: { type: "AnswerTestPage", now: run.now, personId, testId } });
    return { id: personId };
  },
});

export const testPageMutations = [sendTestPage, answerTestPage];
