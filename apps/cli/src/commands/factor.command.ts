import type { Command } from "commander";
import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import type { CliCommand } from "../command.ts";
import { dim } from "../print/style.ts";
import { table } from "../print/table.ts";
import { figure, short } from "../print/words.ts";
import { acting, addCommand } from "./session.ts";
import { momentOption } from "./values.ts";

const factorsDocument = graphql(`
  query CliFactors($asOf: AsOf) {
    factors(asOf: $asOf) { id title detectMinutes resolveMinutes frequencyPercent reason ended }
    riskRegister(asOf: $asOf) { factorMinutes }
  }
`);
type Answer = ResultOf<typeof factorsDocument>;
type Factor = Answer["factors"][number];
const stating = mutation("stateFactor");
const ending = mutation("endFactor");

const amount = (text: string): number => {
  const value = Number(text.trim().replace(/%$/u, "").replace(",", "."));
  if (text.trim() === "" || !Number.isFinite(value) || value < 0) throw usageFailure(`"${text}" is no number.`);
  return value;
};

const lines = ({ factors, riskRegister }: Answer): readonly string[] => factors.length === 0 ? [dim("Nothing makes all risks bigger.")] : [
  ...table(
    ["factor", "detect", "resolve", "more often", "because"].map((head) => ({ head })),
    factors.map(({ title, detectMinutes, resolveMinutes, frequencyPercent, reason }) => [
      title, `+ ${figure(detectMinutes, 1)} min`, `+ ${figure(resolveMinutes, 1)} min`, `+ ${figure(frequencyPercent, 1)} %`,
      short(reason, 60),
    ]),
  ),
  "", `Together they add ${figure(riskRegister.factorMinutes, 0)} bad minutes a year.`,
];

const list = acting<{ readonly asOf?: string }>(async (session, { flags: { asOf } }) => {
  const answer = await session.client.query(factorsDocument, { asOf: asOf === undefined ? null : { at: asOf } });
  session.show(answer, () => lines(answer));
});

/** A factor by its title or id; undefined where there is none. */
async function found(client: Client, called: string): Promise<Factor | undefined> {
  const { factors } = await client.query(factorsDocument, { asOf: null });
  return factors.find(({ id, title }) => id === called || title.toLowerCase() === called.trim().toLowerCase());
}

interface StateFlags {
  readonly detect?: number;
  readonly resolve?: number;
  readonly frequency?: number;
  readonly reason?: string;
}

const state = acting<StateFlags>(async (session, { args: [title = ""], flags: { detect, resolve, frequency, reason } }) => {
  if (reason === undefined) throw usageFailure("Whoever reads it later wants to know why: add --reason.");
  const known = await found(session.client, title);
  if (known === undefined && detect === undefined && resolve === undefined && frequency === undefined)
    throw usageFailure("Say what it adds: --detect, --resolve or --frequency.");
  await session.client.mutate(stating, {
    factorId: known?.id ?? null, title: known?.title ?? title, detectMinutes: detect ?? known?.detectMinutes ?? 0,
    resolveMinutes: resolve ?? known?.resolveMinutes ?? 0, frequencyPercent: frequency ?? known?.frequencyPercent ?? 0, reason,
  });
  const answer = await session.client.query(factorsDocument, { asOf: null });
  session.show(answer, () => lines(answer));
});

const end = acting<{ readonly reason?: string }>(async (session, { args: [called = ""], flags: { reason } }) => {
  if (reason === undefined) throw usageFailure("Whoever reads it later wants to know why: add --reason.");
  const known = await found(session.client, called);
  if (known === undefined)
    throw new CommandFailure({
      code: "NOT_FOUND", message: `There is no factor ${called}.`, remedy: "`ballast factor list` shows those there are.",
    });
  await session.client.mutate(ending, { factorId: known.id, reason });
  const answer = await session.client.query(factorsDocument, { asOf: null });
  session.show(answer, () => lines(answer));
});

function registerFactor(program: Command): void {
  const factor = program.command("factor").description("factors: what makes every risk of the register bigger, as long as it holds");
  addCommand(factor, "list", "what makes every risk bigger, and by how much together")
    .option("--as-of <moment>", "as it was then", momentOption)
    .action(list);
  addCommand(factor, "state <title>", "says what makes every risk bigger, or says it anew; what is left out stays")
    .option("--detect <minutes>", "minutes that it adds to finding a failure", amount)
    .option("--resolve <minutes>", "minutes that it adds to resolving one", amount)
    .option("--frequency <percent>", "by how many percent failures are more frequent", amount)
    .option("--reason <text>", "why")
    .action(state);
  addCommand(factor, "end <title>", "says that it does not make risks bigger any more").option("--reason <text>", "why").action(end);
}

export const command: CliCommand = {
  register: registerFactor,
  examples: {
    "factor": ["ballast factor list", "ballast factor state 'No alert on the queue' --detect 5 --reason 'three of the last five'"],
    "factor list": ["ballast factor list", "ballast factor list --as-of '30d ago' --json"],
    "factor state": ["ballast factor state 'No alert on the queue' --detect 5 --frequency 10 --reason 'three of the last five'"],
    "factor end": ["ballast factor end 'No alert on the queue' --reason 'it rings since Monday'"],
  },
};
