import { addressBy, personDecider } from "@ballast/domain";
import { foldEvents, foldRecord, testPageTokenOf } from "@ballast/eventlog";
import { DeliveryRefused, reasonOf } from "@ballast/notifications";
import { streamName } from "@ballast/schema";
import type { SendTestPageInput } from "@ballast/schema/workflows";
import { cancellable } from "../heartbeat.ts";
import { record, type WorkerParts } from "../parts.ts";
import type { TestPageActivities } from "./testPageActivities.ts";

export const testPageActivities = (parts: WorkerParts): TestPageActivities => ({
  handTestPage: (input) => cancellable(async (signal) => {
    const asked = await askedIn(parts, input);
    await hand(parts, input, signal);
    return asked?.channel === "pagerduty" ? "alert" : "message";
  }),
  endTestAlert: (input) => cancellable((signal) => endAlert(parts, input, signal)),
});

/** One name there for what is opened and what is ended. */
const matterOf = (testId: string, over: boolean) => ({ key: `testPage/${testId}`, over });

/** By which channel it was asked for, and how its person was reached then: they may have changed that since. */
async function askedIn({ log }: WorkerParts, { personId, testId }: SendTestPageInput) {
  const { events } = await log.read(streamName("person", personId));
  const index = events.findIndex(({ event }) => event.type === "TestPageAsked" && event.data.testId === testId);
  const asked = events[index]?.event;
  const person = foldEvents(personDecider, events.slice(0, index + 1));
  return asked?.type !== "TestPageAsked" || person.status === "absent" ? null
    : { channel: asked.data.channel, to: addressBy(person.contacts, asked.data.channel) };
}

/** @throws Error where it may be taken later, in our own words: the engine keeps what is thrown */
async function endAlert(parts: WorkerParts, input: SendTestPageInput, signal: AbortSignal): Promise<void> {
  const asked = await askedIn(parts, input);
  if (asked?.channel !== "pagerduty" || asked.to === null) return;
  const { key } = matterOf(input.testId, true);
  try {
    await parts.notifier.deliver({
      channel: "pagerduty", to: asked.to, subject: "", text: "", key: `${key}/over`, matter: matterOf(input.testId, true), signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof DeliveryRefused)) throw new Error(reasonOf(error));
  }
}

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
      linkText: "It arrived", key: `testPage/${testId}`, signal, ...(channel === "pagerduty" ? { matter: matterOf(testId, false) } : {}),
    });
  } catch (error) {
    signal.throwIfAborted();
    return void (await note(reasonOf(error)));
  }
  await note(null);
}
