import "reflect-metadata";
import { Field, ObjectType } from "type-graphql";
import { openPrinter, type ToPrint } from "../printing/printer.ts";
import type { ApiContext } from "./context.ts";

@ObjectType({ description: "A document as PDF.", simpleResolvers: true })
export class Pdf {
  @Field(() => String, { description: "What its file is called." }) name!: string;
  @Field(() => String, { description: "Its bytes, in base64." }) base64!: string;
}

const nothingThere = openPrinter(null);

/**
 * Prints a page.
 * @throws Rejection PRINTING_UNAVAILABLE, RATE_LIMITED or TOO_LARGE
 */
export async function pdfOf({ printer = nothingThere }: Pick<ApiContext, "printer">, name: string, page: ToPrint): Promise<Pdf> {
  return { name: `${name}.pdf`, base64: (await printer.print(page)).toString("base64") };
}
