import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import type { Command } from "commander";
import { CommandFailure } from "../client/failure.ts";
import { bold } from "../print/style.ts";
import { confirm } from "./confirm.ts";
import { incidentNamed } from "./lookup.ts";
import { acting, addCommand } from "./session.ts";

const previewDocument = graphql(`
  query IncidentMergePreview($incidentId: ID!, $intoIncidentId: ID!) {
    mergePreview(incidentId: $incidentId, intoIncidentId: $intoIncidentId) { refusal remedy seen effects { sentence warns } }
  }
`);
const mergeIncident = mutation("mergeIncident", "incident { reference }");
type Preview = NonNullable<ResultOf<typeof previewDocument>["mergePreview"]>;

/** What it would do, a line each; what somebody has to see to stands out. */
const effectLines = ({ effects }: Pick<Preview, "effects">): readonly string[] =>
  effects.map(({ sentence, warns }) => `${warns ? "▲" : "·"} ${sentence}`);

interface MergeFlags {
  readonly preview?: true;
  readonly reason: string;
  readonly yes?: true;
}

const merge = acting<MergeFlags>(async (session, { args: [given = "", other = ""], flags: { preview: only, reason, yes } }) => {
  const { client } = session;
  const [one, into] = [await incidentNamed(client, given), await incidentNamed(client, other)];
  const ids = { incidentId: one.id, intoIncidentId: into.id };
  const { mergePreview: preview } = await client.query(previewDocument, ids);
  if (preview === null) throw new CommandFailure({ code: "NOT_FOUND", message: "One of the two is not there any more." });
  if (preview.refusal !== null)
    throw new CommandFailure({ code: "REFUSED", message: preview.refusal, ...(preview.remedy === null ? {} : { remedy: preview.remedy }) });
  if (only === true) return session.show(preview, () => [bold(`${one.reference} into ${into.reference} would:`), ...effectLines(preview)]);
  effectLines(preview).forEach((line) => session.say(line));
  if (yes !== true && !(await confirm(`Merge ${one.reference} into ${into.reference}?`))) return;
  // Just what stands above: where it would do something else by now, it is refused and says what.
  const payload = await client.mutate(mergeIncident, { ...ids, reason, seen: preview.seen });
  session.show(payload, () => [`${one.reference} is merged into ${into.reference}.`]);
});

/** Registers `ballast incident merge`. */
export function registerMerging(incident: Command): void {
  addCommand(incident, "merge <incident> <into>", "end one that is the same as another: says first what it does")
    .option("--preview", "say what it would do, and do nothing")
    .option("--reason <text>", "why", "")
    .option("--yes", "do it without asking")
    .action(merge);
}

export const incidentMergingExamples = {
  "incident merge": ["ballast incident merge 13 12 --preview", "ballast incident merge INC-13 INC-12 --reason 'the same queue' --yes"],
} as const;
