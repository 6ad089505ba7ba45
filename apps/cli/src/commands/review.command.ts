import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import type { ReviewFormat, Visibility } from "@ballast/schema/graphql";
import type { CliCommand } from "../command.ts";
import { writePdf } from "./pdfFile.ts";
import { annotated, draft, writing } from "./reviewDraft.ts";
import { exportDocument, list, pdfDocument, reviewNamed, show } from "./reviewView.ts";
import { acting, addCommand } from "./session.ts";
import { momentOption, oneOf, parseCount } from "./values.ts";

const formats = ["md", "html", "csv", "json"] as const satisfies readonly ReviewFormat[];
const states = ["preparing", "meeting", "held", "published", "skipped"] as const;

interface ExportFlags {
  readonly format: ReviewFormat;
  readonly public?: true;
  readonly output?: string;
  readonly pdf?: string;
}

const write = acting<ExportFlags>(async (session, { args: [called = ""], flags: { format, public: outside, output, pdf } }) => {
  const audience: Visibility = outside === true ? "public" : "internal";
  const { id } = await reviewNamed(session.client, called);
  if (pdf !== undefined) return writePdf(session, pdf, (await session.client.query(pdfDocument, { id, audience })).reviewPdf);
  const { review } = await session.client.query(exportDocument, { id, format, audience });
  const text = review?.exported ?? "";
  if (output === undefined) return void process.stdout.write(text);
  writeFileSync(output, text);
  session.show({ file: output, format, audience, bytes: Buffer.byteLength(text) }, () => [
    `${output} holds the review, for ${outside === true ? "the public" : "those inside"}.`,
  ]);
});

function registerReview(program: Command): void {
  const review = program.command("review").description("reviews of incidents: what people say about them afterwards, and what comes of it");
  addCommand(review, "list", "reviews, what people meet about and what is due first")
    .option("--state <how>", states.join(", "), oneOf(states))
    .option("--overdue", "those that should have been held by now")
    .option("--factor <word>", "those in which this contributed, as configuration")
    .option("--text <words>", "words in them")
    .option("--limit <number>", "at most so many", parseCount, 50)
    .action(list);
  addCommand(review, "show <incident>", "the review of an incident, by INC-n")
    .option("--as-of <moment>", "as it was then", momentOption)
    .action(show);
  addCommand(review, "draft <incident>", "its calibration draft: the timeline as it was known when it was over, with what people say of it")
    .option("--at <moment>", "as it was known then", momentOption)
    .action(draft);
  addCommand(review, "annotate <incident> <entry> <text>", "says of an entry of the draft, by its id, that you saw it differently")
    .option("--surprise", "that it surprised you")
    .action(annotate);
  addCommand(review, "export <incident>", "a review written down, as Markdown unless told")
    .option("--format <how>", formats.join(", "), oneOf(formats), "md")
    .option("--public", "its public version: no names, no notes, not what people said of moments")
    .option("--output <file>", "into this file")
    .option("--pdf <file>", "as PDF into this file; needs a Chromium where the API runs")
    .action(write);
}

/** Entry ids are long: the beginning of one does, where it names one only. */
const annotate = acting<{ readonly surprise?: true }>(async (session, {
  args: [called = "", entry = "", text = ""], flags: { surprise },
}) => {
  const { review, moment } = await annotated(session.client, called, entry);
  const section = surprise === true ? "surprise" : "differently";
  const answer = await session.client.mutate(writing, { reviewId: review.id, section, text, moment });
  session.show(answer, () => [`It is written down at ${moment.at}, in the review of ${review.incident.reference}.`]);
});

export const command: CliCommand = {
  register: registerReview,
  examples: {
    "review": ["ballast review list --overdue", "ballast review show INC-3"],
    "review list": ["ballast review list --state held", "ballast review list --factor configuration --json"],
    "review show": ["ballast review show INC-3", "ballast review show INC-3 --as-of '2h ago' --json"],
    "review draft": ["ballast review draft INC-3", "ballast review draft INC-3 --at '2h ago' --json"],
    "review annotate": ["ballast review annotate INC-3 3f2a 'The flag was on until ten past'",
      "ballast review annotate INC-3 3f2a 'Nobody told us' --surprise"],
    "review export": ["ballast review export INC-3 --output INC-3.md", "ballast review export INC-3 --format html --public",
      "ballast review export INC-3 --pdf INC-3.pdf"],
  },
};
