import { firstService } from "../commands/firstService.ts";
import type { Slice } from "../slice.ts";
import { importSentences, importTelling } from "./importEvents.ts";
import { importMutations } from "./importMutations.ts";
import { ImportResolver } from "./importResolver.ts";
import { importRoutes } from "./importRoutes.ts";
import { importById, toImport, type Import } from "./importType.ts";

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Import: Import;
  }
}

/** Records brought from other systems. */
export const importSlice = {
  records: {
    Import: {
      category: "import",
      find: importById,
      of: toImport,
      name: (scope, id) => importById(scope, id)?.sourceName ?? "an import",
      view: "imports",
      history: { none: "its view tells how it went" },
      search: { none: "what it brought is found" },
      servicesOf: firstService("import"),
    },
  },
  resolvers: [ImportResolver],
  mutations: importMutations,
  sentences: importSentences,
  telling: importTelling,
  routes: [importRoutes],
} satisfies Slice;
