import { graphql, type ResultOf, type RiskStanding } from "@ballast/schema/graphql";
import { estimateWords, minutesFigure, riskStandingWords } from "@ballast/schema/badMinutes";
import type { Client } from "../client/client.ts";
import { CommandFailure } from "../client/failure.ts";
import { bold, dim } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { exact, figure, relative, short } from "../print/words.ts";
import { personNamed } from "./lookup.ts";
import { acting } from "./session.ts";

const riskRow = graphql(`
  fragment CliRiskRow on Risk {
    id reference title standing minutesAYear inputs { detectMinutes resolveMinutes impactPer100k betweenDays } owner { name }
    historySays { minutesAYear low high drift failures }
  }
`);
const risksDocument = graphql(`
  query RiskList($filter: RiskFilter, $first: Int, $target: Float) {
    risks(filter: $filter, first: $first) { totalCount edges { node { ...CliRiskRow } } }
    riskRegister(target: $target) { budget total factorMinutes unallocated fits { reference } tooBig { reference } }
  }
`, [riskRow]);
const riskDocument = graphql(`
  query RiskShown($id: ID!, $asOf: AsOf) {
    risk(id: $id, asOf: $asOf) {
      ...CliRiskRow statement { if then until } category nextReviewAt acceptances { id state until reason }
      cameTrueIn { at badMinutes incident { reference } }
      mitigations { reference title dueOn status owner { name } waitsFor { reference } }
    }
  }
`, [riskRow]);
type Told = NonNullable<ResultOf<typeof riskDocument>["risk"]>;
/** What a risk's cost is made from. */
export type Inputs = NonNullable<Told["inputs"]>;
type Register = ResultOf<typeof risksDocument>["riskRegister"];

const minutes = (value: number | null): string => (value === null ? dim("not estimated") : minutesFigure(value));
const because = (inputs: Inputs | null): string => (inputs === null ? "–" : estimateWords(inputs));

/** The risk that is called RISK-n, n, or by its id; as it was at a moment. */
export async function riskNamed(client: Client, called: string, at: string | null = null): Promise<Told> {
  const id = /^\d+$/u.test(called) ? `RISK-${called}` : called;
  const { risk } = await client.query(riskDocument, { id, asOf: at === null ? null : { at } });
  if (risk !== null) return risk;
  throw new CommandFailure({
    code: "NOT_FOUND", message: `There is no risk ${called}.`, remedy: "`ballast risk list` shows those there are.",
  });
}

interface ListFlags {
  readonly service?: string;
  readonly owner?: string;
  readonly standing?: RiskStanding;
  readonly tooBig?: true;
  readonly closed?: true;
  readonly target?: number;
  readonly limit: number;
}

/** `ballast risk list`. */
export const list = acting<ListFlags>(async (session, { flags: { service, owner, standing, tooBig, closed, target, limit } }) => {
  const filter = {
    service, target, tooBig, open: closed !== true,
    ...(owner === undefined ? {} : { owner: (await personNamed(session.client, owner)).id }),
    ...(standing === undefined ? {} : { standings: [standing] }),
  };
  const { risks, riskRegister } = await session.client.query(risksDocument, { filter, first: limit, target });
  const rows = risks.edges.map(({ node }) => node);
  session.show({ totalCount: risks.totalCount, register: riskRegister, risks: rows }, () => [
    ...table(
      ["risk", "about", "min/year", "because", "history says", "stands", "owner"].map((head) => ({ head })),
      rows.map((row) => [
        row.reference,
        short(row.title, 44),
        minutes(row.minutesAYear),
        because(row.inputs),
        row.historySays === null || row.historySays.drift === "tooFew"
          ? dim("too few")
          : `${minutes(row.historySays.minutesAYear)}, ${row.historySays.drift}`,
        riskStandingWords[row.standing],
        row.owner.name,
      ]),
    ),
    "", registerLine(riskRegister),
  ]);
});

const registerLine = ({ budget, total, factorMinutes, unallocated, tooBig, fits }: Register): string =>
  `${figure(total + factorMinutes, 0)} of ${figure(budget, 0)} bad minutes a year; too big: ${tooBig.map(({ reference }) => reference).join(", ") || "none"}; the budget takes the ${String(fits.length)} smallest and leaves ${figure(unallocated, 0)}.`;

/** `ballast risk show`. */
export const show = acting<{ readonly asOf?: string }>(async (session, { args: [called = ""], flags: { asOf } }) => {
  const risk = await riskNamed(session.client, called, asOf ?? null);
  session.show(risk, () => described(risk, session.now));
});

/** A risk for people. */
export function described(risk: Told, now: number): readonly string[] {
  const { statement, historySays, acceptances, cameTrueIn, mitigations } = risk;
  const acceptance = acceptances.at(-1);
  return [
    bold(`${risk.reference} ${risk.title}`), `If ${statement.if}, then ${statement.then} until ${statement.until}.`,
    ...facts([
      ["minutes a year", `${minutes(risk.minutesAYear)}, ${because(risk.inputs)}`],
      [
        "history says",
        historySays === null || historySays.drift === "tooFew"
          ? "too few incidents"
          : `${minutes(historySays.minutesAYear)}, in 8 of 10 cases ${minutes(historySays.low)} to ${minutes(historySays.high)}`,
      ],
      ["stands", riskStandingWords[risk.standing]],
      ["kind", risk.category],
      ["owner", risk.owner.name],
      ["next review", relative(risk.nextReviewAt, now)],
      [
        "acceptance",
        acceptance === undefined ? null : `${acceptance.state} until ${exact(acceptance.until)}: ${acceptance.reason} (${acceptance.id})`,
      ],
      [
        "came true in",
        cameTrueIn.map(({ incident, badMinutes }) => `${incident.reference} (${minutes(badMinutes)} min)`).join(", ") || "nothing yet",
      ],
    ]),
    ...(mitigations.length === 0 ? [] : ["", ...table(
      ["mitigation", "what", "due", "stands", "waits for", "owner"].map((head) => ({ head })),
      mitigations.map(({ reference, title, dueOn, status, waitsFor, owner }) =>
        [reference, short(title, 50), dueOn, status, waitsFor.map((other) => other.reference).join(", ") || dim("–"), owner.name]),
    )]),
  ];
}
