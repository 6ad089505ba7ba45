import { createReadStream } from "node:fs";
import { basename } from "node:path";
import type { Command } from "commander";
import { command } from "@ballast/schema/graphql";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import { linesOf } from "../import/lines.ts";
import { unpacked } from "../import/unpacked.ts";
import { counted } from "../print/words.ts";
import { acting, addCommand, type Session } from "./session.ts";

const addIntegration = command("addIntegration", "url integration { id }");
const removeIntegration = command("removeIntegration", "position");

interface WebhookFlags {
  readonly to?: string;
  readonly service?: string;
}

/** What became of one line. */
interface Account {
  readonly line: number;
  /** What the file calls it. */
  readonly event: string;
  readonly outcome: "accepted" | "ignored" | "refused";
  readonly fired: number;
  readonly cleared: number;
  readonly repeated: number;
  readonly why: string;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A line is `{"payload": …, "event": …}`, or the body itself. */
const bodyIn = (record: unknown): { readonly event: string; readonly body: unknown } =>
  isObject(record) && "payload" in record
    ? { event: typeof record["event"] === "string" ? record["event"] : "", body: record["payload"] }
    : { event: "", body: record };

const PATIENCE_MS = 30_000;
/** A busy server takes it a moment later; tries. */
const TRIES = 5;

async function send(address: URL, body: unknown): Promise<Omit<Account, "line" | "event">> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await fetch(address, {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body), signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const said: unknown = await answer.json().catch(() => ({}));
    const told = isObject(said) ? said : {};
    if (answer.status === 404) throw usageFailure(`${address.origin} knows no integration with this address.`);
    if (answer.status === 503 && attempt < TRIES) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      continue;
    }
    const known = new Map(Object.entries(told));
    const count = (name: string): number => Number(known.get(name) ?? 0);
    const why = [known.get("why"), known.get("message")].find((text) => typeof text === "string") ?? "";
    const outcome = answer.status === 202 ? "ignored" : answer.ok ? "accepted" : "refused";
    return { outcome, fired: count("fired"), cleared: count("cleared") + count("unseen"), repeated: count("repeated"), why };
  }
}

const unreadable = { event: "", outcome: "refused", fired: 0, cleared: 0, repeated: 0 } as const;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the line is named, and the others go on
  }
}

const saidOf = ({ line, event, outcome, fired, cleared, repeated, why }: Account): string => {
  const what = [
    ...(fired > 0 ? [`${counted(fired, "alert")} fired`] : []), ...(cleared > 0 ? [`${counted(cleared, "alert")} cleared`] : []),
    ...(repeated > 0 ? [`${String(repeated)} known already`] : []), ...(why === "" ? [] : [why]),
  ].join(", ");
  const became = { accepted: "taken", ignored: "left", refused: "refused" }[outcome];
  return `  line ${String(line)}${event === "" ? "" : ` ${event}`}: ${became}${what === "" ? "" : `: ${what}`}`;
};

/** Without an address an integration is added for the file, and removed when each line is accounted for: no door stays open. */
async function opened(session: Session, file: string, service: string | null): Promise<{ address: URL; close: () => Promise<void> }> {
  const { url, integration } = await session.client.mutate(addIntegration, {
    kind: "webhook", name: `Webhooks of ${basename(file)}`.slice(0, 300), service,
    severities: { critical: 1, high: 2, error: 2, warning: 3, info: null },
  });
  if (url === null || integration === null)
    throw new CommandFailure({ code: "SHOWN_ONCE", message: "The integration was added by an earlier try.", remedy: "Run it again." });
  const address = new URL(new URL(url).pathname, session.client.connection.url);
  return { address, close: async () => void (await session.client.mutate(removeIntegration, { integrationId: integration.id })) };
}

const webhooksOf = acting<WebhookFlags>(async (session, { args: [file = ""], flags: { to, service = null } }) => {
  const found = await unpacked(file === "-" ? process.stdin : createReadStream(file));
  const { address, close } = to === undefined ? await opened(session, file, service) : {
    address: new URL(to), close: async () => undefined,
  };
  const accounts: Account[] = [];
  try {
    for await (const { line, text, why = "the line cannot be read" } of linesOf(found.bytes)) {
      if (text?.trim() === "") continue;
      const record = text === null ? undefined : parsed(text);
      if (isObject(record)) {
        const { event, body } = bodyIn(record);
        accounts.push({ line, event, ...(await send(address, body)) });
      } else accounts.push({ line, ...unreadable, why: text === null ? why : "the line is no JSON object" });
    }
  } finally {
    await close();
  }
  const of = (outcome: Account["outcome"]): number => accounts.filter((account) => account.outcome === outcome).length;
  const [taken, left, refused] = [of("accepted"), of("ignored"), of("refused")];
  session.show({ total: accounts.length, taken, left, refused, lines: accounts }, () => [
    ...accounts.map(saidOf),
    `${counted(accounts.length, "webhook")}: ${String(taken)} taken, ${String(left)} left as they say nothing that is recorded, ${String(refused)} refused.`,
  ]);
  if (refused > 0) session.endWith(1);
});

/** Registers `ballast import webhooks`. */
export function addWebhooks(parent: Command): void {
  addCommand(
    parent, "webhooks <file>",
    "webhooks that other products sent, one JSON object a line: each goes through the door of a running server, and is accounted for; - reads standard input",
  )
    .option("--to <address>", "the address of an integration, with its key; unless told, one is added for the file and removed afterwards")
    .option("--service <name>", "whose alerts those are that name no service")
    .addHelpText(
      "after",
      `
A line is the body, or {"event": …, "payload": BODY}. They are taken as if they came now: what fires opens incidents and calls people, at
the severities of the integration (unless told: critical 1, high and error 2, warning 3, info nobody, all others 3).
`)
    .action(webhooksOf);
}
