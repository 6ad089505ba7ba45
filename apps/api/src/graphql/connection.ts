import "reflect-metadata";
import type { ListSlice } from "@ballast/readmodel";
import { Field, Int, ObjectType, type ClassType } from "type-graphql";

@ObjectType({ description: "Where a page stands in its list, in Relay's sense." })
export class PageInfo {
  @Field(() => Boolean, { description: "Whether more follows." })
  hasNextPage!: boolean;
  @Field(() => Boolean, { description: "Whether something came before." })
  hasPreviousPage!: boolean;
  @Field(() => String, { nullable: true, description: "Cursor of the first edge." })
  startCursor!: string | null;
  @Field(() => String, { nullable: true, description: "Cursor of the last edge: pass it as `after`." })
  endCursor!: string | null;
}

/** A connection as resolvers return it. */
export interface Connection<Row> {
  readonly edges: readonly { readonly node: Row; readonly cursor: string }[];
  readonly pageInfo: PageInfo;
  /** Counted when it is read. */
  readonly totalCount: number;
}

/** Declares `NameConnection` and `NameEdge` for a record type. */
export function connectionType(name: string, node: () => ClassType): ClassType<object> {
  @ObjectType(`${name}Edge`, { description: `One ${name} of a list, with its cursor.` })
  class Edge {
    @Field(() => String, { description: "Where it stands in the list." })
    cursor!: string;
    @Field(node, { description: "The record." })
    node!: object;
  }
  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name} records.` })
  class NameConnection {
    @Field(() => [Edge], { description: "The page." })
    edges!: Edge[];
    @Field(() => PageInfo, { description: "How to go on." })
    pageInfo!: PageInfo;
    @Field(() => Int, { description: "Number of records in the whole list; counted only when asked for." })
    totalCount!: number;
  }
  return NameConnection;
}

/** Largest slice of a list anybody gets. */
export const maxSliceSize = 500;

/** Largest slice of a timeline: its entries are small, and a picture wants all of them. */
export const maxTimelineSlice = 1_000;

/** Clamps the size of a slice; 20 when none was asked for. */
export const sliceSize = (first: number | null | undefined, most = maxSliceSize): number => Math.min(Math.max(first ?? 20, 0), most);

/** Wraps a slice of a list of the read model for GraphQL, mapping each row once. Cursors are written when they are read: few are. */
export const toConnection = <Row, Record>(slice: ListSlice<Row>, map: (row: Row) => Record): Connection<Record> => ({
  edges: slice.edges.map((edge) => ({
    get cursor() {
      return edge.cursor;
    },
    node: map(edge.node),
  })),
  pageInfo: {
    hasNextPage: slice.hasNextPage,
    hasPreviousPage: slice.hasPreviousPage,
    get startCursor() {
      return slice.edges[0]?.cursor ?? null;
    },
    get endCursor() {
      return slice.edges.at(-1)?.cursor ?? null;
    },
  },
  get totalCount() {
    return slice.totalCount();
  },
});
