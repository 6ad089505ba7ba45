import MenuItem from "@mui/material/MenuItem";
import { useNotify } from "ra-core";
import type { ReviewFormat, Visibility } from "@ballast/schema/graphql";
import { asProblem } from "../api/errors.ts";
import { call } from "../api/graphqlClient.ts";
import { download } from "../lists/csv.ts";
import { MenuButton } from "../lists/MenuButton.tsx";
import { useAsOf } from "../shell/useAsOf.ts";
import { reviewExportDocument } from "./reviewDocuments.ts";
import type { ReviewRecord } from "./reviewDocuments.ts";

const choices: readonly (readonly [words: string, format: ReviewFormat, audience: Visibility])[] = [
  ["Markdown", "md", "internal"], ["A page to print", "html", "internal"], ["CSV", "csv", "internal"], ["JSON", "json", "internal"],
  ["Public version, Markdown", "md", "public"], ["Public version, a page", "html", "public"],
];

const types: Readonly<Record<ReviewFormat, string>> = { md: "text/markdown", html: "text/html", csv: "text/csv", json: "application/json" };

/** The review written down, as it is looked at: for those inside, or for the public. */
export function ExportButton({ review }: { review: ReviewRecord }) {
  const { input } = useAsOf();
  const notify = useNotify();
  const save = async (format: ReviewFormat, audience: Visibility): Promise<void> => {
    const variables = { id: review.id, format, audience, ...(input === undefined ? {} : { asOf: input }) };
    const { review: written } = await call(reviewExportDocument, variables);
    const name = `review-${review.incident.reference}${audience === "public" ? "-public" : ""}.${format}`;
    if (written !== null) download(name, written.exported, types[format]);
  };
  return (
    <MenuButton words="Export">
      {(closeMenu) => choices.map(([words, format, audience]) => (
        <MenuItem
          key={words}
          onClick={() => {
            closeMenu();
            save(format, audience).catch((error: unknown) => notify(asProblem(error).message, { type: "error" }));
          }}
        >
          {words}
        </MenuItem>
      ))}
    </MenuButton>
  );
}
