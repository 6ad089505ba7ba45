import { graphql, type ResultOf } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { bold, dim } from "../print/style.ts";
import { table } from "../print/table.ts";

const scorecardDocument = graphql(`
  query CliScorecard($service: ID, $tier: Int, $asOf: AsOf) {
    scorecard(service: $service, tier: $tier, asOf: $asOf) {
      summary at ready met exempt lacking checkSet { name version checks { checkId name } }
      services {
        service { slug name } owner { id name } tier state met
        checks {
          check { checkId name asks rests } state fact until evidence { says }
          exemption { exemptionId until reason decidedBy { name } } asked { exemptionId until reason askedBy { name } }
        }
      }
    }
  }
`);
type Card = ResultOf<typeof scorecardDocument>["scorecard"];
/** One service of the scorecard. */
export type Service = Card["services"][number];
/** How it stands with a check. */
export type Cell = Service["checks"][number];

const signs = { met: "●", exempt: "◆", overdue: "▲", open: "■" } as const;
const words = { ready: "ready", nearly: "nearly", notReady: "not ready" } as const;

const cellText = ({ state, fact, asked }: Cell): string => `${signs[state]} ${fact}${asked === null ? "" : " (exemption asked for)"}`;

/** All services: a line for each, a column for each check. */
export function allServices({ services, checkSet }: Card): readonly string[] {
  const head = ["service", "owner", ...(checkSet?.checks ?? []).map(({ name }) => name.toLowerCase()), "ready"];
  return table(head.map((name) => ({ head: name })), services.map((one) => [
    one.service.slug, one.owner?.name ?? "–", ...one.checks.map(cellText),
    `${String(one.met)} of ${String(one.checks.length)}, ${words[one.state]}`,
  ]));
}

/** One service: a line for each check, with what it rests on. */
export const oneService = ({ service, owner, tier, state, met, checks }: Service): readonly string[] => [
  `${bold(service.name)}${tier === null ? "" : `, tier ${String(tier)}`}, ${owner === null ? "nobody answers for it" : `${owner.name} answers for it`}: ${words[state]}, ${String(met)} of ${String(checks.length)}`,
  ...checks.flatMap((cell) => [
    `  ${signs[cell.state]} ${cell.check.name}: ${cell.fact}`,
    ...(
      cell.exemption === null ? [] : [
        dim(`      exempt until ${cell.exemption.until} by ${cell.exemption.decidedBy?.name ?? "somebody"}: ${cell.exemption.reason}`),
      ]
    ),
    ...(
      cell.asked === null ? [] : [
        dim(`      ${cell.asked.askedBy?.name ?? "somebody"} asks for an exemption until ${cell.asked.until}: ${cell.asked.reason}`),
      ]
    ),
    ...cell.evidence.map(({ says }) => dim(`      ${says}`)),
  ]),
];

/** What a scorecard is asked for. */
export interface AskedCard {
  readonly service?: string | undefined;
  readonly tier?: number | undefined;
  readonly asOf?: string | undefined;
}

/** The scorecard, of all services or of one. */
export const scorecardOf = async (client: Client, { service, tier, asOf }: AskedCard): Promise<Card> => (await client.query(
  scorecardDocument, { service: service ?? null, tier: tier ?? null, asOf: asOf === undefined ? null : { at: asOf } },
)).scorecard;
