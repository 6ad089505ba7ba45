import { personDecider } from "@ballast/domain";
import { reportDecider } from "@ballast/domain/program";
import { foldRecord } from "@ballast/eventlog";
import { DeliveryRefused, reasonOf, type Message } from "@ballast/notifications";
import { streamName, type DataOf } from "@ballast/schema";
import type { SendReportInput } from "@ballast/schema/workflows";
import { whileAlive } from "../heartbeat.ts";
import { record, type PartsWithFlags, type WorkerParts } from "../parts.ts";
import type { ReportActivities } from "./reportActivities.ts";

/** The activity of `sendReport`. */
export const reportActivities = (parts: PartsWithFlags): ReportActivities => ({
  sendToReaders: (input) => whileAlive(() => sendToReaders(parts, input)),
});

type Written = DataOf<"LeadershipReportWritten">;
type Channel = Extract<Message["channel"], "mail" | "chat">;

/** What goes out by each way: all of it by mail, that it is there by chat. */
function messagesFor(
  { subject, markdown, html, pdf }: Written, publicUrl: string,
): Readonly<Record<Channel, Omit<Message, "channel" | "to" | "key">>> {
  const link = `${publicUrl}/program`;
  return {
    mail: {
      subject, text: `${markdown}\n${link}\n`, html, link,
      ...(pdf !== null && { attachments: [{ name: "leadership-report.pdf", type: "application/pdf", base64: pdf }] }),
    },
    chat: { subject, text: `${subject}. The week's report is there.`, link },
  };
}

/**
 * Which channels took it. What no channel will ever take is none; what one may take later is an error, but where another one took it: who
 * has the mail would get it again with each try of a chat that is away.
 */
async function sentBy(parts: WorkerParts, written: Written, personId: string): Promise<readonly Channel[]> {
  const person = await foldRecord(parts.log, personDecider, personId);
  if (person.status !== "active") return [];
  const messages = messagesFor(written, parts.publicUrl);
  const ways = [["mail", person.contacts.email], ["chat", person.contacts.chatWebhookUrl]] as const;
  const away: unknown[] = [];
  const took = (await Promise.all(ways.map(async ([channel, to]) => {
    if (to === null) return [];
    try {
      await parts.notifier.deliver({ ...messages[channel], channel, to, key: `report/${written.reportId}/${personId}/${channel}` });
      return [channel];
    } catch (error) {
      if (!(error instanceof DeliveryRefused)) away.push(error);
      parts.logger.warn({ channel, reportId: written.reportId, why: reasonOf(error) }, "this channel did not take the week's report");
      return [];
    }
  }))).flat();
  if (took.length === 0 && away.length > 0) throw away[0];
  return took;
}

/** So many get it at a time: all whom one report may have, two hundred, within the time of a try, though a mail server hangs. */
const AT_ONCE = 20;

/**
 * Sends it to each who has not got it, and writes down who has: one whose mail server is away keeps nobody else from it.
 * @throws Error where somebody could not be reached yet: it is worth another try
 */
export async function sendToReaders(parts: WorkerParts, input: SendReportInput): Promise<void> {
  const { reportId } = input;
  const report = await foldRecord(parts.log, reportDecider, reportId);
  const { events } = await parts.log.read(streamName("report", reportId));
  const written = events.flatMap(({ event }) => (event.type === "LeadershipReportWritten" ? [event.data] : []))[0];
  if (report.status !== "written" || written === undefined) return;
  const failures: unknown[] = [];
  const waiting = report.readerIds.filter((id) => !report.sentTo.includes(id));
  for (let from = 0; from < waiting.length; from += AT_ONCE) {
    const sent = waiting.slice(from, from + AT_ONCE)
      .map((personId) => sentBy(parts, written, personId).then((channels) => ({ personId, channels })));
    for (const outcome of await Promise.allSettled(sent)) {
      try {
        if (outcome.status === "rejected") throw outcome.reason;
        const { personId, channels } = outcome.value;
        await record(parts, input, {
          aggregate: reportDecider, id: reportId, key: ["sent", personId],
          command: { type: "NoteReportSent", reportId, personId, channels: [...channels] },
        });
      } catch (error) {
        failures.push(error);
      }
    }
  }
  if (failures.length > 0) throw new AggregateError(
    failures, `${String(failures.length)} of ${String(report.readerIds.length)} have not got the report yet`,
  );
}
