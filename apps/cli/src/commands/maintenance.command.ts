import type { Command } from "commander";
import { command as mutation, graphql } from "@ballast/schema/graphql";
import { usageFailure } from "../client/failure.ts";
import type { CliCommand } from "../command.ts";
import { bold } from "../print/style.ts";
import { table } from "../print/table.ts";
import { unknown } from "./lookup.ts";
import { acting, addCommand, type Session } from "./session.ts";
import { collect } from "./values.ts";

const listDocument = graphql(`
  query MaintenanceList($coming: Boolean) {
    maintenances(first: 200, coming: $coming) { edges { node { id title from until state ended services { slug } } } }
  }
`);
const shownDocument = graphql(`
  query MaintenanceShown($id: ID!) { maintenance(id: $id) { id title from until revision services { slug } } }
`);
const plan = mutation("planMaintenance", "maintenance { id title from until state services { slug } }");

const list = acting<{ readonly all?: true }>(async (session, { flags: { all = false } }) => {
  const { maintenances } = await session.client.query(listDocument, { coming: !all });
  const rows = maintenances.edges.map(({ node }) => node);
  session.show(rows, () => rows.length === 0 ? [
    all ? "No maintenance was planned yet." : "Nothing is worked on, and nothing is planned.",
  ] : table(
    ["id", "what", "services", "from", "until", "state"].map((head) => ({ head })),
    rows.map(({ id, title, services, from, until, state }) => [id, title, services.map(({ slug }) => slug).join(", "), from, until, state]),
  ));
});

interface Planning {
  readonly service: readonly string[];
  readonly from?: string;
  readonly until?: string;
  readonly id?: string;
}

/** What is planned anew: what nobody tells of it stays. */
async function planned(session: Session, id: string | undefined) {
  if (id === undefined) return null;
  const { maintenance } = await session.client.query(shownDocument, { id });
  return maintenance ?? unknown("maintenance", id, []);
}

const planIt = acting<Planning>(async (session, { args: [given], flags: { service, id, ...flags } }) => {
  const before = await planned(session, id);
  const [title, from, until] = [given ?? before?.title, flags.from ?? before?.from, flags.until ?? before?.until];
  const services = service.length > 0 ? [...service] : (before?.services.map(({ slug }) => slug) ?? []);
  if (title === undefined || from === undefined || until === undefined || services.length === 0) throw usageFailure(
    "Say what, when and of what: 'New disks' --service checkout --from 2026-12-01T22:00:00Z --until 2026-12-02T01:00:00Z.",
  );
  const { maintenance } = await session.client.mutate(plan, {
    maintenanceId: id ?? null, title, services, from, until, expectedRevision: before?.revision ?? null,
  });
  session.show(maintenance, () => [
    maintenance === null
      ? "Done; the server that answered does not show it yet."
      : `${bold(maintenance.title)}: ${maintenance.from} to ${maintenance.until}`,
  ]);
});

const announce = acting<{ readonly title?: string; readonly text?: string }>(async (session, { args: [id = ""], flags }) => {
  if (flags.title === undefined) throw usageFailure("Say what readers call it: --title 'Work on orders' --text 'Orders may wait.'.");
  await session.client.mutate(mutation("announceMaintenance"), { maintenanceId: id, title: flags.title, text: flags.text ?? "" });
  session.show({ announced: id }, () => ["Status pages with components of its services tell of it."]);
});

const unannounce = acting<{ readonly reason?: string }>(async (session, { args: [id = ""], flags: { reason = "" } }) => {
  await session.client.mutate(mutation("unannounceMaintenance"), { maintenanceId: id, reason });
  session.show({ unannounced: id }, () => ["No status page tells of it any more."]);
});

const end = acting<{ readonly reason?: string }>(async (session, { args: [id = ""], flags: { reason = "" } }) => {
  await session.client.mutate(mutation("endMaintenance"), { maintenanceId: id, reason });
  session.show({ ended: id }, () => ["It is over: what alert rules held because of it comes through."]);
});

/** Registers `ballast maintenance …`. */
function registerMaintenance(program: Command): void {
  const maintenance = program.command("maintenance").description("work on services, during which alert rules may hold alerts");
  addCommand(maintenance, "list", "what is under way and planned").option("--all", "with what is over").action(list);
  addCommand(maintenance, "plan [title]", "plans it, or plans it anew: of that, what is not told stays")
    .option("--service <slug>", "a service that is worked on; may be given several times", collect, [])
    .option("--from <instant>", "when it begins, with its zone")
    .option("--until <instant>", "when it is over, with its zone")
    .option("--id <id>", "plans this one anew")
    .action(planIt);
  addCommand(maintenance, "announce <id>", "tells readers of status pages of it, or tells them otherwise")
    .option("--title <text>", "what readers call it")
    .option("--text <text>", "what they are told")
    .action(announce);
  addCommand(maintenance, "unannounce <id>", "takes it off the status pages").option("--reason <text>", "why").action(unannounce);
  addCommand(maintenance, "end <id>", "ends it now, or calls it off").option("--reason <text>", "why").action(end);
}

export const command: CliCommand = {
  register: registerMaintenance,
  examples: {
    "maintenance": ["ballast maintenance list"],
    "maintenance list": ["ballast maintenance list --all --json"],
    "maintenance plan": [
      "ballast maintenance plan 'New disks' --service checkout --from 2026-12-01T22:00:00Z --until 2026-12-02T01:00:00Z",
      "ballast maintenance plan --id 5f0c2a52-7d0c-5d0e-9a52-1f7b0c2a5210 --until 2026-12-02T03:00:00Z",
    ],
    "maintenance announce": [
      "ballast maintenance announce 5f0c2a52-7d0c-5d0e-9a52-1f7b0c2a5210 --title 'Work on orders' --text 'Orders may wait.'",
    ],
    "maintenance unannounce": ["ballast maintenance unannounce 5f0c2a52-7d0c-5d0e-9a52-1f7b0c2a5210 --reason 'put off'"],
    "maintenance end": ["ballast maintenance end 5f0c2a52-7d0c-5d0e-9a52-1f7b0c2a5210 --reason 'done sooner'"],
  },
};
