import "reflect-metadata";
import type { SliceRequest } from "@ballast/readmodel";
import { ArgsType, Field, Int } from "type-graphql";
import { AsOfInput } from "./asOf.ts";
import { sliceSize } from "./connection.ts";

@ArgsType()
export class SliceArgs {
  @Field(() => Int, { nullable: true, description: "How many at most; 20 unless told, never more than 500." }) first?: number | null;
  @Field(() => String, { nullable: true, description: "Cursor after which the page begins." }) after?: string | null;
}

@ArgsType()
export class ListArgs extends SliceArgs {
  @Field(() => AsOfInput, { nullable: true, description: "Looks back; now unless told." }) asOf?: AsOfInput | null;
}

/** The slice asked for, as the read model takes it. */
export const sliceRequest = ({ first, after }: SliceArgs): SliceRequest => ({ first: sliceSize(first), ...(after ? { after } : {}) });

@ArgsType()
export class AsOfArgs {
  @Field(() => AsOfInput, { nullable: true, description: "Looks back; now unless told." }) asOf?: AsOfInput | null;
}
