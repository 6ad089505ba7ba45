import { graphql, type ResultOf } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { CommandFailure } from "../client/failure.ts";
import { csvLine } from "@ballast/schema/tables";
import { dim } from "../print/style.ts";
import { table } from "../print/table.ts";
import { exact, short } from "../print/words.ts";
import { acting } from "./session.ts";

const ownDocument = graphql(`
  query FlagsOwnHistory($key: String!, $after: String) {
    flag(key: $key) {
      managed
      targetings { environment }
      history(first: 500, after: $after) {
        pageInfo { hasNextPage endCursor } edges { node { occurredAt type sentence position actor { name } } }
      }
    }
  }
`);

const stepsDocument = graphql(`
  query FlagStepsBefore($key: String!, $environment: String!, $before: Int) {
    flag(key: $key) {
      targeting(environment: $environment) {
        steps(first: 500, before: $before) {
          revision killed parts reason differences event { occurredAt type sentence position actor { name } }
          cohort { known enter leave switch } incident { reference } deploy { id }
        }
      }
    }
  }
`);
type Step = NonNullable<NonNullable<ResultOf<typeof stepsDocument>["flag"]>["targeting"]>["steps"][number];

/** Columns of a flag's history in a CSV, in order. `change` is what a revert names, `percent` the share from then on. */
const historyColumns = [
  "at", "environment", "change", "type", "what", "by", "reason", "percent", "killed", "differences", "known", "enter", "leave", "switch",
  "incident", "deploy", "position",
] as const;

/** Something that happened to a flag, or to what it gives in an environment. */
export interface Line extends Pick<Step, "event"> {
  readonly environment: string | null;
  readonly step: Step | null;
}

/** Newest first; of one environment only where told. @throws CommandFailure NOT_FOUND */
export async function historyOf(client: Client, key: string, only?: string): Promise<readonly Line[]> {
  const lines: Line[] = [];
  let environments: readonly string[] = [];
  for (let after: string | null = null; ;) {
    const { flag }: ResultOf<typeof ownDocument> = await client.query(ownDocument, { key, after });
    if (flag?.managed !== true) {
      throw new CommandFailure({ code: "NOT_FOUND", message: `There is no flag ${key} here.`, remedy: "`ballast flag list` names them." });
    }
    environments = flag.targetings.map(({ environment }) => environment);
    lines.push(...flag.history.edges.map(({ node }) => ({ event: node, environment: null, step: null })));
    after = flag.history.pageInfo.endCursor;
    if (!flag.history.pageInfo.hasNextPage || after === null) break;
  }
  for (const environment of environments.filter((one) => only === undefined || one === only)) {
    for (let before: number | null = null; ;) {
      const answer: ResultOf<typeof stepsDocument> = await client.query(stepsDocument, { key, environment, before });
      const steps = answer.flag?.targeting?.steps ?? [];
      lines.push(...steps.map((step) => ({ event: step.event, environment, step })));
      before = steps.at(-1)?.revision ?? 0;
      if (steps.length < 500) break;
    }
  }
  return lines.toSorted((one, other) => Number(BigInt(other.event.position) - BigInt(one.event.position)));
}

/** A line as a row of the CSV. */
function csvRow({ event, environment, step }: Line): string {
  const { occurredAt, type, sentence, position, actor } = event;
  return csvLine([
    occurredAt, environment, step?.revision ?? null, type, sentence, actor.name, step?.reason ?? null,
    step === null ? null : step.parts / 1_000, step === null ? null : String(step.killed), step?.differences.join("; ") ?? null,
    step?.cohort?.known ?? null, step?.cohort?.enter ?? null, step?.cohort?.leave ?? null, step?.cohort?.switch ?? null,
    step?.incident?.reference ?? null, step?.deploy?.id ?? null, position,
  ]);
}

/** As CSV, with a row of heads. */
export const historyCsv = (lines: readonly Line[]): readonly string[] => [csvLine([...historyColumns]), ...lines.map(csvRow)];

/** Everything that changed a flag, in one environment or in all, newest first. */
export const history = acting<{ readonly in?: string; readonly csv?: true }>(async (session, { args: [key = ""], flags }) => {
  const lines = await historyOf(session.client, key, flags.in);
  session.show(lines, () =>
    flags.csv === true
      ? historyCsv(lines)
      : table(
          [{ head: "when" }, { head: "where" }, { head: "change", right: true }, { head: "what" }, { head: "differs" }],
          lines.map(({ event, environment, step }) => [
            exact(event.occurredAt),
            environment ?? dim("everywhere"),
            step === null ? "" : String(step.revision),
            short(event.sentence, 80),
            short(step?.differences.join("; ") ?? "", 60),
          ]),
        ));
});
