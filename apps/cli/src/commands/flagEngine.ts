import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import { bold, dim } from "../print/style.ts";
import { acting } from "./session.ts";

const previewDocument = graphql(`
  query PreviewFlagEngine($flag: String!, $to: String, $rebucket: String) {
    flagEnginePreview(flag: $flag, to: $to, rebucket: $rebucket) {
      from to engines known rebuckets refusal { code message remedy }
      environments {
        environment sentence cohort { known enter leave switch cannotTell overridesStay names { enter leave switch } hash }
      }
    }
  }
`);
type Preview = ResultOf<typeof previewDocument>["flagEnginePreview"];

const changeFlagEngine = mutation("changeFlagEngine", "flag { id name details { engine } }");

interface Changing {
  readonly to?: string;
  readonly reason?: string;
  readonly rebucket?: string;
  readonly dryRun?: true;
}

function previewLines({ from, to, engines, known, rebuckets, environments }: Preview): readonly string[] {
  if (from === to)
    return [
      `Divided by ${bold(from)}${known ? "." : ", which this version of Ballast does not have: it gives an error."}`,
      dim(`There ${engines.length === 1 ? "is" : "are"}: ${engines.join(", ")}.`),
    ];
  return [
    bold(`From ${from} to ${to}: ${rebuckets ? "divides customers anew" : "divides nobody anew"}.`),
    ...environments.map(({ environment, sentence }) => `${environment}: ${sentence}`),
  ];
}

/** `ballast flag engine`: what divides a flag's customers, and another engine for it. */
export const engine = acting<Changing>(async (session, { args: [flag = ""], flags: { to, reason, rebucket, dryRun } }) => {
  if (to === undefined || dryRun === true) {
    const { flagEnginePreview: preview } = await session.client.query(previewDocument, {
      flag, to: to ?? null, rebucket: rebucket ?? null,
    });
    const { refusal } = preview;
    // What it would do is what was asked; that it has to be asked for by name is said with it.
    if (refusal !== null && refusal.code !== "WOULD_REBUCKET") throw new CommandFailure(refusal);
    return session.show(preview, () => [
      ...previewLines(preview),
      ...(refusal === null ? [] : [dim(`To do it all the same: --rebucket ${flag}`)]),
    ]);
  }
  if (reason === undefined) throw usageFailure("Why another engine? Add --reason.", "`--dry-run` says who would switch sides.");
  const done = await session.client.mutate(changeFlagEngine, { flag, to, reason, rebucket: rebucket ?? null });
  session.show(done, () => [`${done.flag?.name ?? flag} is divided by ${to}.`]);
});
