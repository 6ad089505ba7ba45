import { GraphQLError, Kind, Lexer, parse, Source, TokenKind, type DocumentNode, type FragmentDefinitionNode } from "graphql";
import { documentLimits } from "./documentLimits.ts";
import { measured } from "./measured.ts";

/** The fragments of a document, by name. */
export const fragmentsOf = (document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> =>
  new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );

const tooComplex = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: "QUERY_TOO_COMPLEX", http: { status: 400 } } });

/**
 * Reads a document, however it was meant: words are counted before there is a tree, the tree before it is validated, and
 * every fragment once, however often it is spread.
 * @throws GraphQLError QUERY_TOO_COMPLEX for what is too large in any direction; without a code for what is no document
 */
export function boundedDocument(text: string): DocumentNode {
  refuseTooManyWords(text);
  const document = parse(text, { maxTokens: documentLimits.tokens });
  refuseTooManyParts(document);
  const problem = measured(document, fragmentsOf(document));
  if (problem !== null) throw tooComplex(problem);
  return document;
}

const opening: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** The parser calls itself for every bracket, and the stack ends long before a request does. */
function refuseTooManyWords(text: string): void {
  if (text.length > documentLimits.characters)
    throw tooComplex(`A document has at most ${documentLimits.characters} characters: send values as variables.`);
  const lexer = new Lexer(new Source(text));
  let [tokens, nesting, directives] = [0, 0, 0];
  for (let { kind, value } = lexer.advance(); kind !== TokenKind.EOF; { kind, value } = lexer.advance()) {
    tokens += 1;
    if (value?.includes("\0") === true)
      throw new GraphQLError("Text in the document has a NUL in it.", { extensions: { code: "BAD_USER_INPUT", http: { status: 400 } } });
    if (kind === TokenKind.AT) directives += 1;
    if (opening.has(kind)) nesting += 1;
    if (closing.has(kind)) nesting -= 1;
    if (tokens > documentLimits.tokens) throw tooComplex(`A document has at most ${documentLimits.tokens} words and signs.`);
    if (nesting > documentLimits.nesting) throw tooComplex(`A document has at most ${documentLimits.nesting} brackets within each other.`);
    if (directives > documentLimits.directives) throw tooComplex(`A document has at most ${documentLimits.directives} directives.`);
  }
}

function refuseTooManyParts({ definitions }: DocumentNode): void {
  const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).length;
  if (fragments > documentLimits.fragments) throw tooComplex(`A document has at most ${documentLimits.fragments} fragments.`);
  if (definitions.length - fragments > documentLimits.operations)
    throw tooComplex(`A document has at most ${documentLimits.operations} operations.`);
}
