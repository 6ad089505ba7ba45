import { graphql, type ResultOf } from "@ballast/schema/graphql";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import type { Session } from "./session.ts";

export const templatesDocument = graphql(`
  query UpdateTemplateList { updateTemplates { id name visibility state body nextUpdateInMinutes revision } }
`);
type Template = ResultOf<typeof templatesDocument>["updateTemplates"][number];

/** A template of updates, by its name in any case, or by its id. */
export async function templateNamed({ client }: Pick<Session, "client">, given: string): Promise<Template> {
  const { updateTemplates } = await client.query(templatesDocument, {});
  const found = updateTemplates.filter(({ id, name }) => id === given || name.toLowerCase() === given.trim().toLowerCase());
  if (found.length > 1) throw usageFailure(`Several templates are called ${given}: name it by its id.`);
  const [one] = found;
  if (one !== undefined) return one;
  throw new CommandFailure({
    code: "NOT_FOUND", message: `There is no template ${given}.`, remedy: "`ballast update-template list` shows those there are.",
  });
}

