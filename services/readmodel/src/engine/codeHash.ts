/**
 * A hash of all code that the read model runs, down to the rules of the domain that its projections call. The build puts
 * it in the place of this word (`apps/cli/src/build/readModelCode.ts`). From sources, as in tests, there is none: whoever
 * keeps a file there across changes of the code deletes it.
 */
export const codeHash = "from sources";
