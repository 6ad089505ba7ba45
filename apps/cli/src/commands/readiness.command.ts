import type { Command } from "commander";
import type { CliCommand } from "../command.ts";
import { bold, dim } from "../print/style.ts";
import { ask, end, grant, own, read, refuse, state, takeBack } from "./readinessStating.ts";
import { allServices, oneService, scorecardOf } from "./readinessView.ts";
import { acting, addCommand } from "./session.ts";
import { momentOption, parseCount } from "./values.ts";

interface ShowFlags {
  readonly service?: string;
  readonly tier?: number;
  readonly asOf?: string;
}

const show = acting<ShowFlags>(async (session, { flags }) => {
  const card = await scorecardOf(session.client, flags);
  const [first] = card.services;
  session.show(card, () => [
    bold(card.summary),
    ...(card.checkSet === null ? [dim("Start from the sample set in the console, or with the mutation publishChecks.")] : []),
    ...(card.services.length === 0 ? [] : [
      "", ...(flags.service !== undefined && first !== undefined ? oneService(first) : allServices(card)),
    ]),
  ]);
});

function registerReadiness(program: Command): void {
  const readiness = program.command("readiness").description("readiness: services against what they are held to");
  addCommand(readiness, "show", "who is ready, who is not and why; or one service with what each check rests on")
    .option("--service <name>", "this service only")
    .option("--tier <number>", "services of this tier only", parseCount)
    .option("--as-of <moment>", "as it was then", momentOption)
    .action(show);
  addCommand(readiness, "own <service>", "says who answers for a service, and how much hangs on it; what is left out stays")
    .option("--owner <person>", "who answers for it; nobody: nobody")
    .option("--tier <number>", "1 is the most, 4 the least", parseCount)
    .option("--reason <text>", "why")
    .action(own);
  addCommand(readiness, "state <service> <check>", "states that a service meets a check, which counts as long as the check says")
    .option("--on <day>", "the day on which it was so, as 2026-11-12; today unless told")
    .option("--note <text>", "what was done, and where it can be seen")
    .action(state);
  addCommand(readiness, "read <service>", "says that you have read its runbook, as it is linked today").action(read);
  addCommand(readiness, "take-back <service> <check>", "takes back what was stated of a check")
    .option("--reason <text>", "why")
    .action(takeBack);
  addCommand(readiness, "ask <service> <check>", "asks that a service counts as meeting a check until a day; somebody else decides")
    .requiredOption("--until <day>", "the day on which that is over, as 2027-03-01")
    .option("--reason <text>", "why, and what happens until then")
    .action(ask);
  addCommand(readiness, "grant <service> <check>", "grants the exemption that somebody else asked for")
    .option("--note <text>", "what to know of it")
    .action(grant);
  addCommand(readiness, "refuse <service> <check>", "refuses the exemption that somebody else asked for")
    .option("--reason <text>", "why not")
    .action(refuse);
  addCommand(readiness, "end <service> <check>", "ends an exemption before its time, or takes back that it was asked for")
    .option("--reason <text>", "why")
    .action(end);
}

export const command: CliCommand = {
  register: registerReadiness,
  examples: {
    "readiness": ["ballast readiness show", "ballast export readiness"],
    "readiness show": ["ballast readiness show --service checkout", "ballast readiness show --tier 1 --as-of '30d ago' --json"],
    "readiness own": ["ballast readiness own checkout --owner ana --tier 1"],
    "readiness state": ["ballast readiness state checkout runbook --note 'read with the team'"],
    "readiness read": ["ballast readiness read checkout"],
    "readiness take-back": ["ballast readiness take-back checkout runbook --reason 'it was the old one'"],
    "readiness ask": ["ballast readiness ask checkout rollback --until 2027-03-01 --reason 'the database moves in February'"],
    "readiness grant": ["ballast readiness grant checkout rollback --note 'once'"],
    "readiness refuse": ["ballast readiness refuse checkout rollback --reason 'try it on Monday'"],
    "readiness end": ["ballast readiness end checkout rollback --reason 'it was tried'"],
  },
};
