import "reflect-metadata";
import type { Page } from "@ballast/readmodel";
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

/** Largest page anybody gets. */
export const maxPageSize = 500;

/** Largest page of a timeline: its entries are small, and a picture wants all of them. */
export const maxTimelinePage = 1_000;

/** Clamps a page size; 20 when none was asked for. */
export const pageSize = (first: number | null | undefined, most = maxPageSize): number => Math.min(Math.max(first ?? 20, 0), most);

/** Wraps a read model's page for GraphQL, mapping each row once. */
export const toConnection = <Row, Record>(page: Page<Row>, map: (row: Row) => Record): Connection<Record> => ({
  edges: page.edges.map(({ node, cursor }) => ({ cursor, node: map(node) })),
  pageInfo: {
    hasNextPage: page.hasNextPage,
    hasPreviousPage: page.hasPreviousPage,
    startCursor: page.edges[0]?.cursor ?? null,
    endCursor: page.edges.at(-1)?.cursor ?? null,
  },
  get totalCount() {
    return page.totalCount();
  },
});
