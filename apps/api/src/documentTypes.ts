import { minifyIntrospection, preprocessIntrospection } from "@gql.tada/internal";
import { introspectionFromSchema, isEnumType, isInputObjectType, isObjectType } from "graphql";
import type { GraphQLSchema, IntrospectionTypeRef } from "graphql";

const json = "JSON";

/** The same type with its JSON named after the field that has it: what JSON holds depends on the field. */
function named(type: IntrospectionTypeRef, field: string): IntrospectionTypeRef {
  if (type.kind === "NON_NULL" || type.kind === "LIST") return { ...type, ofType: named(type.ofType, field) } as IntrospectionTypeRef;
  return type.kind === "SCALAR" && type.name === json ? { ...type, name: field } : type;
}

/** Every field and input field whose value is JSON, as `Environment_plan`. */
function jsonFields(schema: GraphQLSchema): readonly string[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => (isObjectType(type) || isInputObjectType(type)) && !type.name.startsWith("__"))
    .flatMap((type) =>
      (isObjectType(type) || isInputObjectType(type) ? Object.values(type.getFields()) : []).flatMap((field) =>
        String(field.type).replace(/[[\]!]/g, "") === json ? [`${type.name}_${field.name}`] : [],
      ),
    )
    .toSorted();
}

/** What the types of documents are inferred from: the schema as TypeScript reads it, its enums by name, and its JSON field by field. */
export function documentTypes(schema: GraphQLSchema): string {
  const introspection = minifyIntrospection(introspectionFromSchema(schema, { descriptions: false }));
  const types = introspection.__schema.types.map((type) => {
    if (type.kind === "OBJECT")
      return { ...type, fields: type.fields.map((field) => ({ ...field, type: named(field.type, `${type.name}_${field.name}`) })) };
    if (type.kind === "INPUT_OBJECT")
      return {
        ...type,
        inputFields: type.inputFields.map((field) => ({ ...field, type: named(field.type, `${type.name}_${field.name}`) })),
      };
    return type;
  });
  const printed = preprocessIntrospection({ ...introspection, __schema: { ...introspection.__schema, types } } as typeof introspection);
  const enums = Object.values(schema.getTypeMap())
    .filter((type) => isEnumType(type) && !type.name.startsWith("__"))
    .map(({ name }) => name)
    .toSorted();
  return [
    "// Written by `npm run generate` from the schema; not by hand.",
    "// gql.tada's first way to answer takes texts from a cache that is written beside them: with any text in it, the second one can be named.",
    'declare module "gql.tada" { interface setupCache { [text: string]: unknown } }',
    `export type Introspection = ${printed};`,
    "/** Fields whose value is JSON: `schema/src/graphql/jsonShapes.ts` says of which shape. */",
    `export type JsonField = ${jsonFields(schema).map((field) => JSON.stringify(field)).join(" | ")};`,
    ...enums.map((name) => `export type ${name} = Introspection["types"]["${name}"]["enumValues"];`),
    "",
  ].join("\n");
}
