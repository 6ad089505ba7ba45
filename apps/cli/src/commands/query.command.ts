import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { usageFailure } from "../client/failure.ts";
import { readText } from "./readFile.ts";
import { printableJson } from "../print/printable.ts";
import { acting, withCommonOptions } from "./session.ts";
import type { CliCommand } from "../command.ts";

interface QueryFlags {
  readonly variables?: string;
  readonly file?: string;
}

async function documentOf(given: string | undefined, file: string | undefined): Promise<string> {
  if (file !== undefined) return readText(file);
  if (given !== undefined && given !== "-") return given;
  if (given === undefined && process.stdin.isTTY)
    throw usageFailure("Give a document, --file, or pipe one in.", "For example: ballast query '{ health { position lagMs } }'");
  return text(process.stdin);
}

function variablesOf(given: string | undefined): Record<string, unknown> {
  if (given === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(given);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw usageFailure(`These variables are no JSON object: ${given}`);
}

const query = acting<QueryFlags>(async (session, { args: [given], flags }) => {
  const data = await session.client.run(await documentOf(given, flags.file), variablesOf(flags.variables));
  session.show(data, () => [printableJson(data, 2)]);
}, { raw: true });

/** Registers `ballast query`. */
function registerQuery(program: Command): void {
  withCommonOptions(program.command("query [document]").description("run a GraphQL document; `-` reads it from standard input"))
    .option("--variables <json>", "its variables")
    .option("--file <path>", "read the document from a file")
    .action(query);
}

export const command: CliCommand = {
  register: registerQuery,
  examples: {
    "query": [
      "ballast query '{ now { sentence } }'",
      'ballast query --file report.graphql --variables \'{"service": "checkout"}\'',
      "echo '{ health { position } }' | ballast query -",
    ],
  },
};
