import MenuItem from "@mui/material/MenuItem";
import { useNotify } from "ra-core";
import type { ReviewFormat, Visibility } from "@ballast/schema/graphql";
import { asProblem } from "../api/errors.ts";
import { call } from "../api/graphqlClient.ts";
import { download } from "../lists/csv.ts";
import { MenuButton } from "../lists/MenuButton.tsx";
import { usePdf } from "../lists/usePdf.ts";
import { useAsOf } from "../shell/useAsOf.ts";
import { reviewExportDocument, reviewPdfDocument } from "./reviewDocuments.ts";
import type { ReviewRecord } from "./reviewDocuments.ts";

const choices: readonly (readonly [words: string, format: ReviewFormat | "pdf", audience: Visibility])[] = [
  ["Markdown", "md", "internal"], ["PDF", "pdf", "internal"], ["A page to print", "html", "internal"], ["CSV", "csv", "internal"],
  ["JSON", "json", "internal"], ["Public version, Markdown", "md", "public"], ["Public version, PDF", "pdf", "public"],
  ["Public version, a page", "html", "public"],
];

const types: Readonly<Record<ReviewFormat, string>> = { md: "text/markdown", html: "text/html", csv: "text/csv", json: "application/json" };

/** The review written down, as it is looked at: for those inside, or for the public. */
export function ExportButton({ review }: { review: ReviewRecord }) {
  const { input } = useAsOf();
  const notify = useNotify();
  const pdf = usePdf();
  const save = async (format: ReviewFormat | "pdf", audience: Visibility): Promise<void> => {
    const variables = { id: review.id, audience, ...(input === undefined ? {} : { asOf: input }) };
    if (format === "pdf") return pdf.save(call(reviewPdfDocument, variables).then(({ reviewPdf }) => reviewPdf));
    const { review: written } = await call(reviewExportDocument, { ...variables, format });
    const name = `review-${review.incident.reference}${audience === "public" ? "-public" : ""}.${format}`;
    if (written !== null) download(name, written.exported, types[format]);
  };
  return (
    <MenuButton words={pdf.making ? "Making the PDF…" : "Export"}>
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
