import { onCallAround, redactionOf, Rejection } from "@ballast/domain";
import type { AskedInChat } from "@ballast/domain/chat";
import type { IncidentRow, Stored } from "@ballast/readmodel";
import { own } from "@ballast/schema";
import { isolated } from "@ballast/schema/isolated";
import { ZodError } from "zod";
import type { ApiContext } from "../graphql/context.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { mayKnow, addressOf } from "../graphql/records.ts";
import { openScope } from "../graphql/scope.ts";

/** Who asks with which rights, and by which key: the same key is the same command. */
export interface Asking {
  readonly context: ApiContext;
  readonly key: string;
}

/** What may be asked. */
export const HELP = [
  "`declare [sev1…sev4] [in checkout, search:] what is wrong` declares an incident",
  "`ack [INC-12]` answers the pages that call you, or those of an incident",
  "`update INC-12 text` posts an internal update; readers of status pages are told in the console only",
  "`severity INC-12 1…4 [why]` says how bad it is",
  "`join INC-12 [as commander]` takes a role: responder unless told",
  "`resolve INC-12 [why]` says that it is over",
  "`who [schedule]` says who is on call",
].join("\n");

const slashless = (url: string): string => url.replace(/\/$/u, "");

/** Gives a command by its name, as the console does: rights, hidden records and keys are the command's own. */
async function give({ context, key }: Asking, name: string, input: object): Promise<string> {
  const command = own(context.known.commands, name);
  if (command === undefined) throw new Error(`There is no command ${name}`);
  const answered = await command(context, { ...input, idempotencyKey: `${key}/${name}` });
  const id: unknown = Reflect.get(answered, "recordId");
  return String(id);
}

/** The incident with this number. @throws Rejection NOT_FOUND where there is none that the asker may know of */
function incidentNumbered({ context }: Asking, number: number): Stored<IncidentRow> {
  const scope = openScope(context);
  const row = context.readModel.incidents.byNumber(number);
  if (row === undefined || !mayKnow(scope, "Incident", row.id)) throw new Rejection("NOT_FOUND", `There is no INC-${String(number)}.`);
  return row;
}

/** Titles are made of the alerts that came first; of the others, the last ones. */
const ALERTS_EACH_WAY = 20;

/** Nothing of a private one leaves the house but its number, and of no other what labels that are marked to stay inside say. */
function nameOf({ context: { readModel } }: Asking, { id, number, title, private: hidden }: Stored<IncidentRow>): string {
  if (hidden) return `INC-${String(number)}`;
  const attached = readModel.incidents.alertIds(id);
  const alerts = readModel.alerts.getMany([...new Set([...attached.slice(0, ALERTS_EACH_WAY), ...attached.slice(-ALERTS_EACH_WAY)])]);
  const redact = (text: string, alert: (typeof alerts)[number]): string =>
    redactionOf([alert], readModel.integrations.get(alert.integrationId)?.redactedLabels ?? [])(text);
  return `INC-${String(number)} ${isolated(alerts.reduce(redact, title))}`;
}

type Declared = Pick<Extract<AskedInChat, { verb: "declare" }>, "services" | "title" | "otherwise">;

/**
 * Of which services, and what: `in checkout it fails` is of the service that is called so. Where there is none of that name it is not
 * declared without one: who is called goes by it.
 * @throws Rejection INVALID_INPUT that says how to write it
 */
function declaredOf({ context: { readModel } }: Asking, { services, title, otherwise }: Declared): Pick<Declared, "services" | "title"> {
  if (otherwise === null) return { services, title };
  const unknown = otherwise.services.filter((slug) => readModel.services.bySlug(slug) === undefined);
  if (unknown.length > 0) throw new Rejection(
    "INVALID_INPUT",
    `There is no service ${unknown.map((slug) => `\`${slug}\``).join(", ")}. Say \`declare in SERVICE: what is wrong\`, or begin what is wrong with another word`,
  );
  if (otherwise.title === "") throw new Rejection(
    "INVALID_INPUT", `Say what is wrong as well: \`declare in ${otherwise.services.join(", ")}: Orders fail\``,
  );
  return otherwise;
}

const answers: {
  readonly [Verb in AskedInChat["verb"]]: (asking: Asking, asked: Extract<AskedInChat, { verb: Verb }>) => Promise<string> | string;
} = {
  help: () => HELP,
  unread: (_, { why }) => `${why}\n\n${HELP}`,
  async declare(asking, { severity, ...said }) {
    const { context } = asking;
    const { services, title } = declaredOf(asking, said);
    const id = await give(asking, "declareIncident", { title, severity, services: [...services] });
    const row = context.readModel.incidents.get(id);
    const link = `${slashless(context.publicUrl)}${addressOf(openScope(context), "Incident", id)}`;
    return `${row === undefined ? "The incident" : nameOf(asking, row)} is declared, severity ${String(severity)}. ${link}`;
  },
  async ack(asking, { number }) {
    const { context } = asking;
    const { principal } = openScope(context);
    const incidentId = number === null ? undefined : incidentNumbered(asking, number).id;
    const wanted = incidentId === undefined ? { personId: principal.person.id } : { incidentId };
    const open = context.readModel.pages.all({ open: true, ...wanted });
    if (open.length === 0) return number === null ? "No page calls you." : `No page of INC-${String(number)} wants an answer.`;
    for (const { id } of open) await give({ context, key: `${asking.key}/${id}` }, "acknowledgePage", { pageId: toGlobalId("Page", id) });
    return open.length === 1 ? "Answered: you look into it." : `${String(open.length)} pages answered: you look into them.`;
  },
  async update(asking, { number, text }) {
    const incident = incidentNumbered(asking, number);
    await give(asking, "postUpdate", {
      incidentId: toGlobalId("Incident", incident.id), visibility: "internal", status: incident.state, body: text,
    });
    return `${nameOf(asking, incident)}: the update is posted.`;
  },
  async severity(asking, { number, severity, reason }) {
    const incident = incidentNumbered(asking, number);
    await give(asking, "setSeverity", { incidentId: toGlobalId("Incident", incident.id), severity, reason });
    return `${nameOf(asking, incident)} has severity ${String(severity)}.`;
  },
  async join(asking, { number, role }) {
    const incident = incidentNumbered(asking, number);
    await give(asking, "takeRole", { incidentId: toGlobalId("Incident", incident.id), role });
    return `You are ${role} of ${nameOf(asking, incident)}.`;
  },
  async resolve(asking, { number, reason }) {
    const incident = incidentNumbered(asking, number);
    await give(asking, "changeIncidentState", { incidentId: toGlobalId("Incident", incident.id), to: "resolved", reason });
    return `${nameOf(asking, incident)} is resolved.`;
  },
  who({ context }, { name }) {
    openScope(context);
    const { rotations, people } = context.readModel;
    const wanted = name.toLowerCase();
    const left = people.left();
    const found = rotations.all().filter((row) => row.name.toLowerCase().includes(wanted));
    if (found.length === 0) return wanted === "" ? "There is no schedule yet." : `There is no schedule called ${name}.`;
    const at = context.now().toISOString();
    return found.slice(0, 30).map((row) => {
      const { now } = onCallAround({ layers: row.layers, overrides: row.overrides, fallbacks: row.fallbacks, left }, at);
      const names = now.map((id) => people.get(id)?.name ?? "somebody");
      return `${row.name}: ${names.length === 0 ? "nobody" : names.join(", ")}`;
    }).join("\n");
  },
};

function answerTo<Verb extends AskedInChat["verb"]>(asking: Asking, asked: Extract<AskedInChat, { verb: Verb }>): Promise<string> | string {
  const answer = answers[asked.verb] as (asking: Asking, asked: AskedInChat) => Promise<string> | string;
  return answer(asking, asked);
}

/** Carries it out, and says what came of it; a refusal is an answer. @throws what is our own fault */
export async function carryOut(asking: Asking, asked: AskedInChat): Promise<string> {
  try {
    return await answerTo(asking, asked);
  } catch (error) {
    if (error instanceof Rejection) return `${error.message.replace(/\.?$/u, ".")} Nothing was changed.`;
    if (error instanceof ZodError) return `${error.issues[0]?.message ?? "It cannot be read"}. Nothing was changed.`;
    throw error;
  }
}
