import type { Command } from "commander";
import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import { availability, inPercent, placeFigure } from "@ballast/schema/words";
import type { CliCommand } from "../command.ts";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import { bold, dim } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { counted, exact, relative, short } from "../print/words.ts";
import { writePdf } from "./pdfFile.ts";
import { acting, addCommand, type Session } from "./session.ts";
import { momentOption, oneOf, parseCount } from "./values.ts";

const customerRow = graphql(`fragment CustomerRow on Customer { id externalId name plan region described lastSeenAt }`);

const customersDocument = graphql(`
  query CustomerList($filter: CustomerFilter, $sort: CustomerSort, $first: Int) {
    customers(filter: $filter, sort: $sort, first: $first) { totalCount edges { node { ...CustomerRow } } }
  }
`, [customerRow]);

/** A customer with what it gets and what reached it. */
const customerDocument = graphql(`
  query CustomerShown($id: String!, $asOf: AsOf) {
    customer(id: $id, asOf: $asOf) {
      ...CustomerRow attributes seen { door firstAt lastAt }
      releases { service { slug } environment version because place share since othersVersion }
      changes { at sentence }
      incidents { requests errors incident { reference title startedAt } }
      availability { from availabilityPercent badMinutes observedMinutes unobservedMinutes withoutEnd incidents {
        badMinutes named incident { reference },
      }
        parts { service { slug } component badMinutes availabilityPercent incidents { badMinutes named incident { reference } } } }
    }
  }
`, [customerRow]);

const gettingDocument = graphql(`
  query CustomerGets($customer: String!, $environment: String!, $asOf: AsOf) {
    customerFlags(customer: $customer, environment: $environment, asOf: $asOf) {
      variant because byHand since until targeting { environment killed flag { name } }
    }
  }
`);
type Gets = ResultOf<typeof gettingDocument>["customerFlags"][number];
type Told = NonNullable<ResultOf<typeof customerDocument>["customer"]>;
type Release = Told["releases"][number];

const issueCustomerLink = mutation("issueCustomerLink", "url customer { id links { id note expiresAt } }");
const revokeCustomerLink = mutation("revokeCustomerLink");
const customerIdDocument = graphql(`query CustomerNamed($id: String!) { customer(id: $id) { id name } }`);

interface ListFlags {
  readonly text?: string;
  readonly plan?: string;
  readonly region?: string;
  readonly sort: "name" | "seen";
  readonly limit: number;
}

const orders = { name: "NAME_ASC", seen: "SEEN_DESC" } as const;
const head = [{ head: "id" }, { head: "name" }, { head: "plan" }, { head: "region" }, { head: "last seen" }];

const list = acting<ListFlags>(async (session, { flags: { text, plan, region, sort, limit } }) => {
  const { customers } = await session.client.query(customersDocument, {
    filter: { text, plan, region }, sort: orders[sort], first: limit,
  });
  const found = customers.edges.map(({ node }) => node);
  const rows = found.map((row) => [
    short(row.externalId, 40),
    row.described ? row.name : dim("not described"),
    row.plan ?? dim("–"),
    row.region ?? dim("–"),
    relative(row.lastSeenAt, session.now),
  ]);
  session.show({ totalCount: customers.totalCount, customers: found }, () => [
    ...table(head, rows),
    ...(customers.totalCount > found.length
      ? [dim(`${String(customers.totalCount - found.length)} more: --limit ${String(customers.totalCount)}`)]
      : []),
  ]);
});

const why = ({ because, place, share }: Release): string => {
  if (because === "named") return "named";
  return share === null
    ? "everyone"
    : `its place ${placeFigure(place)} is ${because === "share" ? "under" : "over"} ${inPercent(share)}`;
};

const valueWords = (value: Told["attributes"][string]): string => (typeof value === "object" ? value.join(", ") : String(value));

const titled = (title: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : ["", bold(title), ...lines]);

/** The figure of its last 90 days, called what it is, with what it does not say. */
function availabilityWords({ availabilityPercent, badMinutes, unobservedMinutes, withoutEnd }: Told["availability"]): string {
  if (availabilityPercent === null) return "not observed in the last 90 days";
  const unseen = Math.round(unobservedMinutes / 1_440);
  return [
    `${availability(availabilityPercent)} of the last 90 days, ${String(Math.round(badMinutes))} bad minutes`,
    ...(unseen === 0 ? [] : [`${counted(unseen, "day")} not observed`]),
    ...(withoutEnd === 0 ? [] : [`${counted(withoutEnd, "incident")} without an end not counted`]),
  ].join("; ");
}

const flagsTable = (flags: readonly Gets[], now: number): readonly string[] =>
  table(
    [{ head: "flag" }, { head: "gets" }, { head: "why" }, { head: "since" }, { head: "until" }],
    flags.map(({ targeting, variant, because, byHand, since, until }) => [
      targeting.flag?.name ?? "", `${variant ?? "its own default"}${byHand ? " ◆" : ""}`, short(because, 60), relative(since, now),
      until === null ? dim("–") : relative(until, now),
    ]),
  );

const partsTable = (parts: Told["availability"]["parts"]): readonly string[] =>
  table(
    [{ head: "service" }, { head: "component" }, { head: "without an incident" }, { head: "bad minutes" }, { head: "behind it" }],
    parts.map(({ service, component, badMinutes, availabilityPercent, incidents }) => [
      service.slug, component ?? dim("all of it"), availabilityPercent === null ? dim("not observed") : availability(availabilityPercent),
      String(Math.round(badMinutes)), incidents.map(({ incident }) => incident.reference).join(", ") || dim("–"),
    ]),
  );

/** What is known of a customer, for people. */
function described(customer: Told, flags: readonly Gets[], now: number): readonly string[] {
  const { externalId, name, plan, region, attributes, seen, releases, changes, incidents } = customer;
  const gets = releases.map((row) => [
    row.service.slug, row.environment, row.version, why(row), relative(row.since, now), row.othersVersion ?? dim("the same"),
  ]);
  return [
    bold(name),
    ...facts([
      ["id", externalId],
      ["plan", plan],
      ["region", region],
      ...Object.entries(attributes).map(([key, value]) => [key, valueWords(value)] as const),
      ["without a declared incident", availabilityWords(customer.availability)],
      ["seen", seen.map(({ door, lastAt }) => `${door} ${relative(lastAt, now)}`).join(", ") || "not yet"],
    ]),
    ...titled("By what it uses", partsTable(customer.availability.parts)),
    ...titled(`Flags it gets${flags[0] === undefined ? "" : ` in ${flags[0].targeting.environment}`}`, flagsTable(flags, now)),
    ...titled(
      "Releases it meets",
      table(
        [{ head: "service" }, { head: "environment" }, { head: "gets" }, { head: "why" }, { head: "since" }, { head: "others get" }],
        gets,
      ),
    ),
    ...titled(
      "Changed for it",
      table(
        [{ head: "when" }, { head: "what" }],
        changes.map(({ at, sentence }) => [exact(at), sentence]),
      ),
    ),
    ...titled(
      "Incidents that reached it",
      table(
        [{ head: "incident" }, { head: "title" }, { head: "failed" }, { head: "began" }],
        incidents.map(({ requests, errors, incident }) => [
          incident.reference,
          short(incident.title, 60),
          `${String(errors)} of ${String(requests)}`,
          relative(incident.startedAt, now),
        ]),
      ),
    ),
  ];
}

const nobody = (id: string): CommandFailure => new CommandFailure({
  code: "NOT_FOUND", message: `Nobody is known by the id ${id}.`, remedy: "`ballast customer list --text WORDS` finds one by name.",
});

interface Show {
  readonly asOf?: string;
  readonly in: string;
}

const show = acting<Show>(async (session, { args: [id = ""], flags: { asOf, in: environment } }) => {
  const moment = asOf === undefined ? null : { at: asOf };
  const { customer } = await session.client.query(customerDocument, { id, asOf: moment });
  if (customer === null) throw nobody(id);
  const { customerFlags: flags } = await session.client.query(gettingDocument, {
    customer: customer.externalId, environment, asOf: moment,
  });
  session.show({ ...customer, flags }, () => described(customer, flags, session.now));
});

const statementDocument = graphql(`
  query CustomerStatement($id: String!, $days: Int, $asOf: AsOf) { customerStatement(id: $id, days: $days, asOf: $asOf) }
`);
const statementPdf = graphql(`
  query CustomerStatementPdf($id: String!, $days: Int, $asOf: AsOf) {
    customerStatementPdf(id: $id, days: $days, asOf: $asOf) { name base64 }
  }
`);

interface StatementFlags {
  readonly asOf?: string;
  readonly days: number;
  readonly pdf?: string;
}

const statement = acting<StatementFlags>(async (session, { args: [id = ""], flags: { asOf, days, pdf } }) => {
  const variables = { id, days, asOf: asOf === undefined ? null : { at: asOf } };
  if (pdf !== undefined) {
    const { customerStatementPdf } = await session.client.query(statementPdf, variables);
    if (customerStatementPdf === null) throw nobody(id);
    return writePdf(session, pdf, customerStatementPdf);
  }
  const { customerStatement } = await session.client.query(statementDocument, variables);
  if (customerStatement === null) throw nobody(id);
  session.show({ html: customerStatement }, () => customerStatement.trimEnd().split("\n"));
});

/** The customer of that id. @throws CommandFailure where there is none */
async function named(session: Session, id: string): Promise<{ readonly id: string; readonly name: string }> {
  const { customer } = await session.client.query(customerIdDocument, { id });
  if (customer === null) throw nobody(id);
  return customer;
}

const link = acting<{ readonly note?: string; readonly days: number }>(async (session, { args: [id = ""], flags: { note, days } }) => {
  if (note === undefined) throw usageFailure("Who finds it later wants to know whom it was given to: add --note.");
  const customer = await named(session, id);
  const made = await session.client.mutate(issueCustomerLink, { customerId: customer.id, note, expiresInDays: days });
  session.show(made, () => [made.url, dim(`Whoever has it reads what ${customer.name} had, for ${counted(days, "day")}.`)]);
});

const unlink = acting<{ readonly reason?: string }>(async (session, { args: [id = "", linkId = ""], flags: { reason } }) => {
  if (reason === undefined) throw usageFailure("Who looks for it wants to know why: add --reason.");
  const customer = await named(session, id);
  const done = await session.client.mutate(revokeCustomerLink, { customerId: customer.id, linkId, reason });
  session.show(done, () => ["Whoever opens it finds nothing from now on."]);
});

/** Registers `ballast customer …`. */
function registerCustomer(program: Command): void {
  const customer = program.command("customer").description("customers: what is known of each, what it gets, and what reached it");
  addCommand(customer, "list", "customers, by name")
    .option("--text <words>", "with these words in their name, id or attributes")
    .option("--plan <plan>", "of this plan")
    .option("--region <region>", "of this region")
    .option("--sort <order>", "name, or seen: the last seen first", oneOf(["name", "seen"]), "name")
    .option("--limit <number>", "at most so many", parseCount, 50)
    .action(list);
  addCommand(customer, "show <id>", "one customer, by the id that applications send")
    .option("--in <environment>", "the environment of its flags", "production")
    .option("--as-of <moment>", "as it was then", momentOption)
    .action(show);
  addCommand(customer, "link <id>", "makes an address at which whoever has it reads what a customer had, without signing in")
    .option("--note <text>", "whom it is given to, or what for")
    .option("--days <n>", "in how many days it ends, 730 at most", parseCount, 90)
    .action(link);
  addCommand(customer, "unlink <id> <link>", "revokes such an address; `ballast customer link ID --json` and the console tell which")
    .option("--reason <text>", "why")
    .action(unlink);
  addCommand(customer, "statement <id>", "what a customer had, as a page that may be handed to it: no private incident stands in it")
    .option("--days <number>", "of the last so many days", parseCount, 90)
    .option("--as-of <moment>", "as it was then", momentOption)
    .option("--pdf <file>", "as PDF into this file; needs a Chromium where the API runs")
    .action(statement);
}

export const command: CliCommand = {
  register: registerCustomer,
  examples: {
    "customer": ["ballast customer list --plan Enterprise", "ballast customer show acme"],
    "customer list": ["ballast customer list --text acme", "ballast customer list --sort seen --limit 10 --json"],
    "customer show": ["ballast customer show acme", "ballast customer show acme --as-of '2h ago' --json"],
    "customer link": ["ballast customer link acme --note 'quarterly talk' --days 30"],
    "customer unlink": ["ballast customer unlink acme 6f1c… --reason 'it was sent to somebody else'"],
    "customer statement": ["ballast customer statement acme", "ballast customer statement acme --days 30 --pdf acme.pdf"],
  },
};
