import { serviceDecider } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import type { AskOwnerInput } from "@ballast/schema/workflows";
import { cancellable } from "../heartbeat.ts";
import type { PartsWithFlags } from "../parts.ts";
import { tellPerson } from "../tellPerson.ts";
import type { AskingActivities } from "./askingActivities.ts";

/** The activity of `askOwner`. */
export const askingActivities = (parts: PartsWithFlags): AskingActivities => ({
  tellOwner: (input) => cancellable((signal) => tellOwner(parts, input, signal)),
});

const checksOf = (count: number): string => (count === 1 ? "1 check" : `${String(count)} checks`);

/** Tells somebody what of their services is not met, a line for each service; tried again, it is the same message. */
export async function tellOwner(
  parts: PartsWithFlags, { personId, checks, note, requestEventId, actor }: AskOwnerInput, signal: AbortSignal,
): Promise<void> {
  const services = [...Map.groupBy(checks, ({ serviceId }) => serviceId)];
  const named = await Promise.all(services.map(async ([serviceId, those]) => {
    const service = await foldRecord(parts.log, serviceDecider, serviceId);
    return { name: service.status === "registered" ? service.name : "a service", those };
  }));
  const [only] = named;
  const where = named.length === 1 && only !== undefined ? only.name : `${String(named.length)} services`;
  const link = `${parts.publicUrl}/readiness`;
  const lines = [
    `${actor.name} asks about what is not met:`,
    "",
    ...named.map(({ name, those }) => `- ${name}: ${those.map((check) => check.name).join(", ")}`),
    "",
    ...(note.trim() === "" ? [] : [note.trim(), ""]),
    "State what is so, do what is missing, or ask for an exemption with a reason and an end.",
    "",
    link,
  ];
  const subject = `${checksOf(checks.length)} of ${where} ${checks.length === 1 ? "is" : "are"} not met`;
  await tellPerson(parts, personId, { text: { subject, text: lines.join("\n"), link }, key: `asking/${requestEventId}`, signal });
}
