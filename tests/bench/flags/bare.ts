import { createServer } from "node:http";
import { text } from "node:stream/consumers";

/** Node's own server and nothing else: reads what a client of OFREP sends, answers as many bytes as are said, and tells its port. */
const bytes = Number(process.argv[2]);
const status = Number(process.argv[3]);
const filler = "x".repeat(Math.max(0, bytes - '{"flags":""}'.length));
const server = createServer((request, response) => {
  void text(request).then((body) => {
    if (body !== "") JSON.parse(body);
    if (status === 304) return response.writeHead(304).end();
    return response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ flags: filler }));
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address !== "string") process.send?.(address.port);
});
process.once("disconnect", () => process.exit(0));
