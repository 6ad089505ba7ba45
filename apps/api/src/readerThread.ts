import "reflect-metadata";
import { parentPort, workerData } from "node:worker_threads";
import { buildBallastSchema } from "./schema.ts";
import { known } from "./slices.ts";
import type { ReaderData } from "./reading/messages.ts";
import { serveReads } from "./reading/serveReads.ts";

// A thread that reads: it has the schema and the read model's file, and nothing else of the server.
if (parentPort !== null) serveReads(parentPort, { ...(workerData as ReaderData), schema: await buildBallastSchema(), known });
