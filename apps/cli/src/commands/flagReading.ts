import { graphql, type ResultOf, type FlagKind, type FlagState } from "@ballast/schema/graphql";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import { slugOf } from "../import/service.ts";
import { bold, dim, mark, type Tone } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { counted, exact, relative, short } from "../print/words.ts";
import { own } from "@ballast/schema/own";
import { acting, type Session } from "./session.ts";

/** A flag as lists show it. */
const flagLine = graphql(`
  fragment FlagLine on Flag {
    id name managed environment present state changedAt changeCount service { slug } details { kind expiresAt owner { name } }
    targetings { environment state sentence turnedAt turnedBy }
  }
`);
type Line = ResultOf<typeof flagLine>;

const listDocument = graphql(`
  query FlagList($filter: FlagFilter, $first: Int) {
    flags(filter: $filter, first: $first, sort: NEED_FIRST) { totalCount edges { node { ...FlagLine } } }
  }
`, [flagLine]);

const tones: Readonly<Record<string, readonly [Tone, string]>> = {
  killed: ["bad", "killed"], ramping: ["moving", "ramping"], onForSome: ["moving", "on for some"], toCleanUp: ["idle", "to clean up"],
  onForEveryone: ["good", "on"], off: ["idle", "off"],
};

/** A state as people read it. */
export function stateWords(state: string): string {
  const [tone, words] = own(tones, state) ?? ["idle", state];
  return mark(tone, words);
}

/** What `ballast flag list` can be told. */
export interface ListFlags {
  readonly in?: string;
  readonly service?: string;
  readonly kind?: FlagKind;
  readonly state?: FlagState;
  readonly text?: string;
  readonly removed?: true;
  readonly limit: number;
}

const nameOf = ({ name, environment }: Pick<Line, "name" | "environment">): string =>
  environment === null ? name : `${name}@${environment}`;
const setTo = ({ present, state }: Line): string => (present ? short(JSON.stringify(state), 60) : dim("removed"));

/** The rows of a flag: one for each environment that was asked for. */
function rowsOf(flag: Line, environment: string | undefined, now: number): readonly (readonly string[])[] {
  if (!flag.managed) return [[flag.service?.slug ?? "", nameOf(flag), dim("observed"), "", setTo(flag), relative(flag.changedAt, now)]];
  const kind = flag.details?.kind ?? "";
  const shown = flag.targetings.filter((one) => environment === undefined || one.environment === environment);
  if (!flag.present) return [[dim("archived"), flag.name, kind, "", "", relative(flag.changedAt, now)]];
  return shown.map((one) => [
    one.environment,
    flag.name,
    kind,
    stateWords(one.state),
    short(one.sentence, 90),
    `${relative(one.turnedAt, now)} ${dim(one.turnedBy)}`,
  ]);
}

const heads = [{ head: "where" }, { head: "flag" }, { head: "kind" }, { head: "state" }, { head: "what it does" }, { head: "changed" }];

export const list = acting<ListFlags>(async (session, { flags: { in: environment, service, kind, state, text, removed, limit } }) => {
  const filter = {
    environment,
    kind,
    states: state === undefined ? undefined : [state],
    text,
    service: service === undefined ? undefined : slugOf(service),
    ...(removed === true ? { present: false } : {}),
  };
  const { flags } = await session.client.query(listDocument, { filter, first: limit });
  const found = flags.edges.map(({ node }) => node);
  session.show({ totalCount: flags.totalCount, flags: found }, () => [
    ...table(
      heads,
      found.flatMap((flag) => rowsOf(flag, environment, session.now)),
    ),
    ...(flags.totalCount > found.length
      ? [dim(`${String(flags.totalCount - found.length)} more: --limit ${String(flags.totalCount)}`)]
      : []),
  ]);
});

/** A managed flag whole. */
const managedDocument = graphql(`
  query FlagShown($key: String!, $steps: Int) {
    flag(key: $key) {
      id name managed environment present state changedAt changeCount
      details { kind expiresAt owner { name } description seed variants { name value } }
      targetings {
        environment state sentence turnedAt turnedBy overrides { customer variant reason by expiresAt } kills { killId at by reason }
        requests { changeId state sentence reason by { name } } steps(first: $steps) { revision differences event { occurredAt sentence } }
      }
    }
  }
`);
type Whole = NonNullable<ResultOf<typeof managedDocument>["flag"]>["targetings"][number];

const titled = (title: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : ["", bold(title), ...lines]);

function targetingLines(targeting: Whole): readonly string[] {
  const { environment, state, sentence, overrides, kills, requests, steps } = targeting;
  const waiting = requests.filter(({ state: stands }) => stands === "open" || stands === "approved");
  return [
    "",
    `${bold(environment)}  ${stateWords(state)}  ${sentence}`,
    ...titled(
      "Killed",
      table(
        [{ head: "since" }, { head: "by" }, { head: "why" }],
        kills.map(({ at, by, reason }) => [exact(at), by, reason ?? dim("nobody has said")]),
      ),
    ),
    ...titled(
      "Named",
      table(
        [{ head: "customer" }, { head: "gets" }, { head: "why" }, { head: "by" }, { head: "until" }],
        overrides.map(({ customer, variant, reason, by, expiresAt }) => [
          customer,
          variant,
          short(reason, 50),
          by,
          expiresAt === null ? dim("–") : exact(expiresAt),
        ]),
      ),
    ),
    ...titled(
      "Asked for",
      table(
        [{ head: "change" }, { head: "what" }, { head: "by" }, { head: "why" }, { head: "state" }],
        waiting.map(({ changeId, sentence: what, by, reason, state: stands }) => [changeId, what, by.name, short(reason, 50), stands]),
      ),
    ),
    ...titled(
      "History",
      table(
        [{ head: "change", right: true }, { head: "when" }, { head: "what" }, { head: "differs" }],
        steps.map(({ revision, event, differences }) => [
          String(revision), exact(event.occurredAt), short(event.sentence, 80), short(differences.join("; "), 80),
        ]),
      ),
    ),
  ];
}

/** A managed flag whole. */
async function showManaged(session: Session, key: string, steps: number): Promise<void> {
  const { flag } = await session.client.query(managedDocument, { key, steps });
  const details = flag?.details ?? null;
  if (flag === null || details === null) {
    throw new CommandFailure({
      code: "NOT_FOUND", message: `There is no flag ${key} here.`,
      remedy: "`ballast flag list` names them; one of another system is shown by its service and name.",
    });
  }
  session.show(flag, () => [
    bold(flag.name),
    ...facts([
      ["what it is", details.description],
      ["kind", details.kind],
      ["owner", details.owner.name],
      ["ends", details.expiresAt === null ? null : exact(details.expiresAt)],
      ["gives", details.variants.map(({ name, value }) => `${name} = ${short(JSON.stringify(value), 40)}`).join(", ")],
      ["seed", details.seed],
      ["archived", flag.present ? null : "yes"],
    ]),
    ...flag.targetings.flatMap(targetingLines),
  ]);
}

const observedFlag = graphql(`
  fragment ObservedFlagFields on Flag {
    ...FlagLine changes { seq at change field from to who commit version release { version } note }
  }
`, [flagLine]);
type FlagChange = ResultOf<typeof observedFlag>["changes"][number];

/** A flag of another system with its history: by its name, or by its name before an @ and what it is in. */
const observedDocument = graphql(`
  query ObservedFlag($service: String!, $name: String!, $before: String!) {
    whole: flags(filter: { service: $service, name: $name, managed: false }, first: 500) { edges { node { ...ObservedFlagFields } } }
    before: flags(filter: { service: $service, name: $before, managed: false }, first: 500) { edges { node { ...ObservedFlagFields } } }
  }
`, [observedFlag]);

const changeRow = ({ at, change, field, to, who, commit, version, release, note }: FlagChange): readonly string[] => [
  exact(at), field === null ? change : `${change} ${field}`, change === "removed" ? "" : short(JSON.stringify(to), 50), who ?? dim("–"),
  release?.version ?? version ?? commit?.slice(0, 10) ?? dim("–"), short(note, 50),
];

/** A flag of another system with its history. */
async function showObserved(session: Session, service: string, name: string): Promise<void> {
  // A name may have an @ of its own.
  const cut = name.lastIndexOf("@");
  const { whole, before } = await session.client.query(observedDocument, {
    service: slugOf(service), name, before: cut > 0 ? name.slice(0, cut) : name,
  });
  const flag = [...whole.edges, ...before.edges].map(({ node }) => node).find((node) => nameOf(node) === name);
  if (flag === undefined)
    throw new CommandFailure({
      code: "NOT_FOUND", message: `${service} has no flag ${name}.`, remedy: `\`ballast flag list --service ${service}\` names them.`,
    });
  session.show(flag, () => [
    bold(nameOf(flag)),
    ...facts([
      ["service", flag.service?.slug],
      ["set to", flag.present ? JSON.stringify(flag.state) : "removed"],
      ["changed", `${counted(flag.changeCount, "time")}, last ${exact(flag.changedAt)}`],
    ]),
    "",
    ...table(
      [{ head: "when" }, { head: "change" }, { head: "to" }, { head: "who" }, { head: "by" }, { head: "note" }],
      flag.changes.map(changeRow),
    ),
  ]);
}

export const show = acting<{ readonly steps: number }>(async (session, { args: [first = "", name], flags: { steps } }) =>
  (name === undefined ? showManaged(session, first, steps) : showObserved(session, first, name)));

const explainDocument = graphql(`
  query ExplainFlag($flag: String!, $environment: String!, $customer: String!, $asOf: AsOf) {
    explainFlag(flag: $flag, environment: $environment, customer: $customer, asOf: $asOf) {
      variant value reason place because byHand since until known engine compiler
      steps { place asks answer reached held variant parts number }
    }
  }
`);

export const explain = acting<{ readonly in: string; readonly asOf?: string }>(
  async (session, { args: [flag = "", customer = ""], flags: { in: environment, asOf } }) => {
    if (customer === "") throw usageFailure("Whom? Name a customer, by the id that applications send.");
    const { explainFlag } = await session.client.query(explainDocument, {
      flag, environment, customer, asOf: asOf === undefined ? null : { at: asOf },
    });
    const { variant, because, known, engine, steps } = explainFlag;
    const end = steps.findLastIndex(({ reached }) => reached);
    session.show(explainFlag, () => [
      `${bold(variant ?? "the code default")}, because ${because}.`,
      known ? dim(engine) : dim(`${engine}; nobody knew this customer: it was asked with its id alone`),
      "",
      ...table(
        [{ head: "" }, { head: "asks" }, { head: "answer" }, { head: "gives" }],
        steps.map((step, index) => [
          index === end ? mark("good", "") : dim("–"),
          step.asks,
          step.answer,
          step.variant ?? "",
        ]),
      ),
    ]);
  },
);
