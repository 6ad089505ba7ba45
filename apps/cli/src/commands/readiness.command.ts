import type { Command } from "commander";
import { graphql, type ResultOf } from "@ballast/schema/graphql";
import type { CliCommand } from "../command.ts";
import { bold, dim } from "../print/style.ts";
import { table } from "../print/table.ts";
import { acting, addCommand } from "./session.ts";
import { momentOption, parseCount } from "./values.ts";

const scorecardDocument = graphql(`
  query CliScorecard($service: ID, $tier: Int, $asOf: AsOf) {
    scorecard(service: $service, tier: $tier, asOf: $asOf) {
      summary at ready met exempt lacking checkSet { name version checks { checkId name } }
      services {
        service { slug name } owner { name } tier state met
        checks {
          check { checkId name asks rests } state fact until evidence { says } exemption {
            until reason decidedBy { name },
          } asked { until },
        }
      }
    }
  }
`);
type Card = ResultOf<typeof scorecardDocument>["scorecard"];
type Service = Card["services"][number];
type Cell = Service["checks"][number];

const signs = { met: "●", exempt: "◆", overdue: "▲", open: "■" } as const;
const words = { ready: "ready", nearly: "nearly", notReady: "not ready" } as const;

const cellText = ({ state, fact, asked }: Cell): string => `${signs[state]} ${fact}${asked === null ? "" : " (exemption asked for)"}`;

function all({ services, checkSet }: Card): readonly string[] {
  const head = ["service", "owner", ...(checkSet?.checks ?? []).map(({ name }) => name.toLowerCase()), "ready"];
  return table(head.map((name) => ({ head: name })), services.map((one) => [
    one.service.slug, one.owner?.name ?? "–", ...one.checks.map(cellText),
    `${String(one.met)} of ${String(one.checks.length)}, ${words[one.state]}`,
  ]));
}

/** One service: a line for each check, with what it rests on. */
const one = ({ service, owner, tier, state, met, checks }: Service): readonly string[] => [
  `${bold(service.name)}${tier === null ? "" : `, tier ${String(tier)}`}, ${owner === null ? "nobody answers for it" : `${owner.name} answers for it`}: ${words[state]}, ${String(met)} of ${String(checks.length)}`,
  ...checks.flatMap((cell) => [
    `  ${signs[cell.state]} ${cell.check.name}: ${cell.fact}`,
    ...(
      cell.exemption === null ? [] : [
        dim(`      exempt until ${cell.exemption.until} by ${cell.exemption.decidedBy?.name ?? "somebody"}: ${cell.exemption.reason}`),
      ]
    ),
    ...(cell.asked === null ? [] : [dim(`      an exemption until ${cell.asked.until} is asked for`)]),
    ...cell.evidence.map(({ says }) => dim(`      ${says}`)),
  ]),
];

interface ShowFlags {
  readonly service?: string;
  readonly tier?: number;
  readonly asOf?: string;
}

const show = acting<ShowFlags>(async (session, { flags: { service, tier, asOf } }) => {
  const asked = { service: service ?? null, tier: tier ?? null, asOf: asOf === undefined ? null : { at: asOf } };
  const { scorecard } = await session.client.query(scorecardDocument, asked);
  const [first] = scorecard.services;
  session.show(scorecard, () => [
    bold(scorecard.summary),
    ...(scorecard.checkSet === null ? [dim("Start from the sample set in the console, or with the mutation publishChecks.")] : []),
    ...(scorecard.services.length === 0 ? [] : ["", ...(service !== undefined && first !== undefined ? one(first) : all(scorecard))]),
  ]);
});

function registerReadiness(program: Command): void {
  const readiness = program.command("readiness").description("readiness: services against what they are held to");
  addCommand(readiness, "show", "who is ready, who is not and why; or one service with what each check rests on")
    .option("--service <name>", "this service only")
    .option("--tier <number>", "services of this tier only", parseCount)
    .option("--as-of <moment>", "as it was then", momentOption)
    .action(show);
}

export const command: CliCommand = {
  register: registerReadiness,
  examples: {
    "readiness": ["ballast readiness show", "ballast export readiness"],
    "readiness show": ["ballast readiness show --service checkout", "ballast readiness show --tier 1 --as-of '30d ago' --json"],
  },
};
