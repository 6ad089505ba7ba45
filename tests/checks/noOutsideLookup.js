import { TypeFlags } from "typescript";

const message =
  'A word that is not known here may be "constructor" or "__proto__", which every plain object has: keep the words in a Map, or look it up with `own`.';

/** Whether a key's type says nothing about which word it is. */
const isAnyWord = (type) => (type.isUnion() ? type.types.some(isAnyWord) : (type.flags & (TypeFlags.String | TypeFlags.Any)) !== 0);

/** What has no prototype to find anything in: the environment, and rows as the database driver makes them. */
const withoutPrototype = new Set(["ProcessEnv", "SqlRow"]);

/** A plain object under any word. */
function isDictionary(checker, type) {
  if (type.isUnion()) return type.types.some((one) => isDictionary(checker, one));
  return (
    type.getStringIndexType() !== undefined
    && !checker.isArrayLikeType(type)
    && !withoutPrototype.has(type.aliasSymbol?.name ?? type.symbol?.name)
  );
}

/** No look-up of a word from outside in a plain object: `words[word]`, and `word in words`. */
export const noOutsideLookup = {
  meta: { type: "problem", messages: { lookup: message }, schema: [] },
  create(context) {
    const { program, esTreeNodeToTSNodeMap } = context.sourceCode.parserServices;
    const checker = program.getTypeChecker();
    const typeOf = (node) => checker.getTypeAtLocation(esTreeNodeToTSNodeMap.get(node));
    return {
      MemberExpression(node) {
        if (!node.computed || !isAnyWord(typeOf(node.property)) || !isDictionary(checker, typeOf(node.object))) return;
        context.report({ node, messageId: "lookup" });
      },
      BinaryExpression(node) {
        if (
          node.operator !== "in"
          || node.left.type === "PrivateIdentifier"
          || node.left.type === "Literal"
          || !isAnyWord(typeOf(node.left))
        )
          return;
        context.report({ node, messageId: "lookup" });
      },
    };
  },
};
