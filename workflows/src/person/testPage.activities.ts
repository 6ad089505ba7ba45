import { addressBy, personDecider } from "@ballast/domain";
import { foldRecord, testPageTokenOf } from "@ballast/eventlog";
import { reasonOf } from "@ballast/notifications";
import type { SendTestPageInput } from "@ballast/schema/workflows";
import { cancellable } from "../heartbeat.ts";
import { record, type WorkerParts } from "../parts.ts";
import type { TestPageActivities } from "./testPageActivities.ts";

export const testPageActivities = (parts: WorkerParts): TestPageActivities => ({
  handTestPage: (input) => cancellable((signal) => hand(parts, input, signal)),
});

async function hand(parts: WorkerParts, input: SendTestPageInput, signal: AbortSignal): Promise<void> {
  const { personId, testId } = input;
  const person = await foldRecord(parts.log, personDecider, personId);
  const test = person.status === "active" ? person.testPages.find((each) => each.testId === testId) : undefined;
  // Sent or answered before, asked for again, or the channel is another one by now.
  if (person.status !== "active" || test?.outcome !== "asked") return;
  const note = (refused: string | null) => record(parts, input, {
    aggregate: personDecider, id: personId, key: ["testPage", testId],
    command: { type: "NoteTestPage", now: parts.now().toISOString(), personId, testId, refused },
  });
  const keys = parts.keys();
  if (keys === null) return void (await note("this worker has not the installation's key, with which its link is made"));
  const { channel } = test;
  const link = `${parts.publicUrl}/test-pages/${testId}/${testPageTokenOf(keys, { personId, testId })}`;
  const text = [
    `This is a test of how pages reach ${person.name}. Nothing is wrong.`, "",
    `It arrived? Sign in and press the button: ${link}`, "Opening it says nothing yet.",
  ].join("\n");
  try {
    await parts.notifier.deliver({
      channel, to: addressBy(person.contacts, channel) ?? "", subject: "Test page from Ballast: did it arrive?", text, link,
      linkText: "It arrived", key: `testPage/${testId}`, signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    return void (await note(reasonOf(error)));
  }
  await note(null);
}
