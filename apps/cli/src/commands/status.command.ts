import type { Command } from "commander";
import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import type { CliCommand } from "../command.ts";
import type { FoundPage } from "../import/statuspageLayout.ts";
import { bold, dim } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { counted } from "../print/words.ts";
import { unknown } from "./lookup.ts";
import { acting, addCommand, type Session } from "./session.ts";
import { momentOption, oneOf } from "./values.ts";

const pageFields = graphql(`
  fragment StatusPageShown on StatusPage {
    id slug name about path sentence timeZone language logoUrl address retired lint groups { id name about }
    rule { name degradedPercent partialOutagePercent majorOutagePercent maintenance } uptime { days percent publishedPercent }
    components {
      id name about groupId serviceId service { slug } component startedAt onlyWhenHurt notice status heldReason
      uptime { days percent publishedPercent countedMinutes }
    }
  }
`);
const pagesDocument = graphql(
  `query StatusPageList($asOf: AsOf) { statusPages(retired: true, asOf: $asOf) { ...StatusPageShown } }`, [pageFields],
);
type Shown = ResultOf<typeof pageFields>;
type Component = Shown["components"][number];

const defineStatusPage = mutation("defineStatusPage", "statusPage { id slug name path }");
const layOutStatusPage = mutation("layOutStatusPage", "statusPage { id slug name components { id name } }");
const setComponentStatus = mutation("setComponentStatus", "statusPage { id slug sentence }");
const putStandingNotice = mutation("putStandingNotice", "statusPage { id slug }");
const retireStatusPage = mutation("retireStatusPage", "statusPage { id slug name }");

const STATUS: Readonly<Record<Component["status"], string>> = {
  operational: "works", degraded: "slow", partialOutage: "partly down", majorOutage: "down", maintenance: "in maintenance",
};
const statuses = ["operational", "degraded", "partialOutage", "majorOutage", "maintenance"] as const;

const percentOf = (uptime: readonly { readonly days: number; readonly percent: string | null }[], days: number): string => {
  const percent = uptime.find((one) => one.days === days)?.percent ?? null;
  return percent === null ? "–" : `${percent} %`;
};

/** The page with this slug, name or id. */
async function pageNamed(session: Session, given: string, asOf?: string): Promise<Shown> {
  const { statusPages } = await session.client.query(pagesDocument, { asOf: asOf === undefined ? null : { at: asOf } });
  return (
    statusPages.find(({ id, slug, name }) => id === given || slug === given || name.toLowerCase() === given.toLowerCase())
    ?? unknown("status page", given, statusPages.map(({ slug }) => slug))
  );
}

const componentNamed = ({ components }: Shown, given: string): Component =>
  components.find(({ id, name }) => id === given || name.toLowerCase() === given.toLowerCase())
  ?? unknown("component", given, components.map(({ name }) => name));

const list = acting<{ readonly asOf?: string }>(async (session, { flags: { asOf } }) => {
  const { statusPages } = await session.client.query(pagesDocument, { asOf: asOf === undefined ? null : { at: asOf } });
  session.show(statusPages, () =>
    statusPages.length === 0
      ? ["There is no status page. `ballast status define public --name 'Shop status'` makes one."]
      : table(
          ["page", "stands at", "says", "90 days"].map((head) => ({ head })),
          statusPages.map(({ name, path, sentence, uptime, retired }) =>
            [name, path, retired === null ? sentence : dim("retired"), percentOf(uptime, 90)]),
        ),
  );
});

function describe(page: Shown): readonly string[] {
  const { rule, groups } = page;
  const counts = `outage ${String(rule.majorOutagePercent)} %, of a part ${String(rule.partialOutagePercent)} %, slow ${String(rule.degradedPercent)} %`;
  return [
    bold(page.name),
    ...facts([
      ["retired", page.retired],
      ["says", page.sentence],
      ["stands at", page.path],
      ["address", page.address],
      ["clock", page.timeZone],
      ["language", page.language],
      ["counts", `as ${rule.name}: ${counts}; maintenance ${rule.maintenance === "up" ? "works" : "is left out"}`],
      ["without an incident", [7, 30, 90, 365].map((days) => `${String(days)} d ${percentOf(page.uptime, days)}`).join(", ")],
    ]),
    ...(page.components.length === 0
      ? []
      : table(
          ["component", "tells of", "under", "is", "90 days", "notice"].map((head) => ({ head })),
          page.components.map(({ name, service, component, groupId, status, heldReason, uptime, notice }) => [
            name, `${service?.slug ?? "–"}${component === null ? "" : `/${component}`}`,
            groups.find(({ id }) => id === groupId)?.name ?? "–", `${STATUS[status]}${heldReason === null ? "" : ", by hand"}`,
            percentOf(uptime, 90), notice ?? "",
          ]),
        )),
    ...page.lint.map((said) => dim(said)),
  ];
}

const show = acting<{ readonly asOf?: string }>(async (session, { args: [given = ""], flags: { asOf } }) => {
  const page = await pageNamed(session, given, asOf);
  session.show(page, () => describe(page));
});

interface Defining {
  readonly name?: string;
  readonly about?: string;
  readonly zone?: string;
  readonly language?: string;
  readonly rule?: "statuspage" | "incidentio";
  readonly logo?: string;
  readonly address?: string;
}

const weightsOf = ({ degradedPercent, partialOutagePercent, majorOutagePercent, maintenance }: Shown["rule"]) =>
  ({ degradedPercent, partialOutagePercent, majorOutagePercent, maintenance });

const define = acting<Defining>(async (session, { args: [slug = ""], flags }) => {
  const { statusPages } = await session.client.query(pagesDocument, { asOf: null });
  const before = statusPages.find((page) => page.slug === slug);
  const name = flags.name ?? before?.name;
  if (name === undefined) throw usageFailure("What do readers call it? --name 'Shop status'.");
  const ownRule = flags.rule === undefined && before?.rule.name === "own" ? weightsOf(before.rule) : null;
  const { statusPage } = await session.client.mutate(defineStatusPage, {
    slug, name, about: flags.about ?? before?.about ?? null, timeZone: flags.zone ?? before?.timeZone ?? null,
    language: flags.language ?? before?.language ?? null, rule: flags.rule ?? before?.rule.name ?? null, ownRule,
    logoUrl: flags.logo ?? before?.logoUrl ?? null, address: flags.address ?? before?.address ?? null,
  });
  session.show(statusPage, () => [`${bold(name)} is read at /status/${slug}.`]);
});

/** What stands on a page, as it is laid out. */
const layoutOf = ({ components, groups }: Shown) =>
  components.map(({ id, name, about, groupId, serviceId, component, startedAt, onlyWhenHurt }) => ({
    id, name, about, group: groups.find((group) => group.id === groupId)?.name ?? null, service: serviceId, component, startedAt,
    onlyWhenHurt,
  }));

interface Putting {
  readonly service?: string;
  readonly about?: string;
  readonly under?: string;
  readonly since?: string;
  readonly onlyWhenHurt?: true;
}

const put = acting<Putting>(async (session, { args: [given = "", name = ""], flags }) => {
  const page = await pageNamed(session, given);
  const [service, component = null] = (flags.service ?? "").split("/", 2);
  const known = page.components.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (known === undefined && (service === undefined || service === ""))
    throw usageFailure("What does it tell of? --service SERVICE, or SERVICE/COMPONENT as incidents name it.");
  const before = known === undefined ? null : (layoutOf(page).find(({ id }) => id === known.id) ?? null);
  const placed = {
    id: before?.id ?? null, name: before?.name ?? name, about: flags.about ?? before?.about ?? "",
    group: flags.under ?? before?.group ?? null, service: service === undefined || service === "" ? (before?.service ?? "") : service,
    component: flags.service === undefined ? (before?.component ?? null) : component, startedAt: flags.since ?? before?.startedAt ?? null,
    onlyWhenHurt: flags.onlyWhenHurt ?? before?.onlyWhenHurt ?? false,
  };
  const lines = layoutOf(page);
  const components = before === null ? [...lines, placed] : lines.map((line) => (line.id === before.id ? placed : line));
  await layOut(session, page, components);
});

const takeOff = acting(async (session, { args: [given = "", name = ""] }) => {
  const page = await pageNamed(session, given);
  const { id } = componentNamed(page, name);
  await layOut(session, page, layoutOf(page).filter((line) => line.id !== id));
});

type Lines = readonly (Omit<ReturnType<typeof layoutOf>[number], "id"> & { readonly id: string | null })[];

/** Headings that nothing stands under go. */
async function layOut(session: Session, page: Shown, components: Lines): Promise<void> {
  const names = [...new Set(components.flatMap(({ group }) => (group === null ? [] : [group])))];
  const groups = names.map((name) => {
    const known = page.groups.find((group) => group.name === name);
    return { id: known?.id ?? null, name, about: known?.about ?? "" };
  });
  const { statusPage } = await session.client.mutate(layOutStatusPage, { statusPageId: page.id, groups, components });
  session.show(statusPage, () => [`${bold(page.name)} tells of ${components.map(({ name }) => name).join(", ") || "nothing"}.`]);
}

interface Moving {
  readonly service: string;
  readonly page: string;
  readonly dryRun?: true;
}

/** Lays a page out as another one is: what stands on ours already stays, and keeps its place behind. */
const moveIn = acting<Moving>(async (session, { args: [from = ""], flags: { service, page: slug, dryRun = false } }) => {
  const { statuspageComponents } = await import("../import/files.ts");
  const found = await statuspageComponents(from);
  const { statusPages } = await session.client.query(pagesDocument, { asOf: null });
  const before = statusPages.find((page) => page.slug === slug);
  const said = [
    `${dryRun ? "Would lay out" : "Laid out"} /status/${slug}:`,
    `  ${counted(found.components.length, "component")} in ${counted(found.groups.length, "group")}, all of ${service}`,
    ...found.problems.map((problem) => `  left out ${problem}`),
    "Subscribers are in none of these documents. Incidents and maintenance come with `ballast import statuspage`.",
  ];
  if (!dryRun) await laidOutAs(session, found, { service, slug, before });
  session.show({ page: slug, dryRun, ...found }, () => said);
});

interface Place {
  readonly service: string;
  readonly slug: string;
  readonly before: Shown | undefined;
}

async function laidOutAs(session: Session, found: FoundPage, { service, slug, before }: Place): Promise<void> {
  const made = before ?? (await session.client.mutate(defineStatusPage, {
    slug, name: found.name ?? slug, timeZone: found.timeZone ?? "UTC", about: null, language: null, rule: null, ownRule: null,
    logoUrl: null, address: null,
  })).statusPage;
  if (made === null) {
    throw new CommandFailure({
      code: "TIMEOUT", message: `The page ${slug} is made, and not seen yet: the server is behind the log.`, remedy: "Try again.",
    });
  }
  const names = new Set(found.components.map(({ name, group }) => JSON.stringify([group, name])));
  const kept = before === undefined ? [] : layoutOf(before).filter(({ name, group }) => !names.has(JSON.stringify([group, name])));
  const own = before?.groups ?? [];
  const others = own.filter(({ name }) => !found.groups.some((group) => group.name === name));
  const groups = [...found.groups, ...others].map(({ name, about }) => ({
    id: own.find((group) => group.name === name)?.id ?? null, name, about,
  }));
  const components = [...found.components.map((one) => ({ ...one, id: null, service, component: one.name })), ...kept];
  await session.client.mutate(layOutStatusPage, { statusPageId: made.id, groups, components });
}

const hold = acting<{ readonly as?: Component["status"]; readonly reason?: string }>(
  async (session, { args: [given = "", name = ""], flags: { as = null, reason } }) => {
    if (reason === undefined) throw usageFailure("Readers see why: add --reason.");
    const page = await pageNamed(session, given);
    const component = componentNamed(page, name);
    const { statusPage } = await session.client.mutate(setComponentStatus, {
      statusPageId: page.id, componentId: component.id, status: as, reason,
    });
    session.show(statusPage, () => [
      as === null ? `${component.name} does as its incidents say.` : `${component.name} ${STATUS[as]}, by hand.`,
    ]);
  },
);

const notice = acting<{ readonly text?: string }>(async (session, { args: [given = "", name = ""], flags: { text = null } }) => {
  const page = await pageNamed(session, given);
  const component = componentNamed(page, name);
  const { statusPage } = await session.client.mutate(putStandingNotice, {
    statusPageId: page.id, componentId: component.id, notice: text,
  });
  session.show(statusPage, () => [text === null ? `Nothing stands beside ${component.name}.` : `It stands beside ${component.name}.`]);
});

const retire = acting<{ readonly reason?: string }>(async (session, { args: [given = ""], flags: { reason } }) => {
  if (reason === undefined) throw usageFailure("Whoever looks for it wants to know why: add --reason.");
  const { id, name } = await pageNamed(session, given);
  const { statusPage } = await session.client.mutate(retireStatusPage, { statusPageId: id, reason });
  session.show(statusPage, () => [`Nobody sees ${name} any more.`]);
});

/** Registers `ballast status …`. */
function registerStatus(program: Command): void {
  const status = program.command("status").description("status pages: what the public reads of how things are");
  addCommand(status, "list", "pages, by name, and what each says")
    .option("--as-of <moment>", "as they stood then", momentOption)
    .action(list);
  addCommand(status, "show <page>", "what one says of what, how it counts, and what its editor should look at")
    .option("--as-of <moment>", "as it stood then", momentOption)
    .action(show);
  addCommand(status, "define <slug>", "makes a page, read at /status/SLUG, or changes what it is; `public` is what /status shows")
    .option("--name <name>", "what readers call it")
    .option("--about <text>", "a sentence under the name")
    .option("--zone <zone>", "whose clock it goes by, as Europe/Zurich")
    .option("--language <language>", "en or de")
    .option("--rule <rule>", "how it counts", oneOf(["statuspage", "incidentio"] as const))
    .option("--logo <address>", "its picture")
    .option("--address <address>", "where readers reach it, where that is not here")
    .action(define);
  addCommand(status, "put <page> <component>", "puts a component on a page, or changes what stands there")
    .option("--service <part>", "what it tells of: SERVICE, or SERVICE/COMPONENT as incidents name it")
    .option("--about <text>", "beside its name")
    .option("--under <heading>", "the heading it stands under")
    .option("--since <moment>", "since when it is told of", momentOption)
    .option("--only-when-hurt", "shown only while it does not work")
    .action(put);
  addCommand(status, "take-off <page> <component>", "takes a component off a page").action(takeOff);
  addCommand(status, "move-in <file-or-address>", "lays a page out as one of Statuspage is (its components.json or summary.json)")
    .requiredOption("--service <name>", "the service whose incidents name these components")
    .option("--page <slug>", "which page of ours; made where it is not there", "public")
    .option("--dry-run", "change nothing; say what would be")
    .action(moveIn);
  addCommand(status, "hold <page> <component>", "says by hand how a component does; without --as its incidents say it again")
    .option("--as <status>", statuses.join(", "), oneOf(statuses))
    .option("--reason <text>", "why; readers see it")
    .action(hold);
  addCommand(status, "notice <page> <component>", "puts a sentence beside a component; without --text it goes")
    .option("--text <text>", "what readers see")
    .action(notice);
  addCommand(status, "retire <page>", "the public does not see it any more; its history stays")
    .option("--reason <text>", "why")
    .action(retire);
}

export const command: CliCommand = {
  register: registerStatus,
  examples: {
    "status": ["ballast status define public --name 'Shop status'", "ballast status put public Checkout --service checkout"],
    "status list": ["ballast status list --json"],
    "status show": ["ballast status show public --as-of '30d ago'"],
    "status define": ["ballast status define public --name 'Shop status' --zone Europe/Zurich --language de"],
    "status put": ["ballast status put public Search --service search/Europe --under Shop --about Europe"],
    "status take-off": ["ballast status take-off public Search"],
    "status move-in": [
      "ballast status move-in https://status.example.com --service checkout",
      "ballast import statuspage https://status.example.com --service checkout",
    ],
    "status hold": [
      "ballast status hold public Mail --as degraded --reason 'the provider says so'",
      "ballast status hold public Mail --reason 'it is over'",
    ],
    "status notice": ["ballast status notice public Mail --text 'Ends on 1 March.'"],
    "status retire": ["ballast status retire partners --reason 'they read the public one'"],
  },
};
