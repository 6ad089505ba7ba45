/**
 * What user code finds in its sandbox: the selectors, `emit` and `linkTo` of the original. It runs inside the sandbox,
 * so that no function of the server's own realm is within reach; the server calls `$begin` and `$step` with JSON, and
 * gets JSON.
 */
export const PRELUDE = `(function (scope) {
  "use strict";
  const { parse, stringify } = JSON;
  const reserved = ["$init", "$initShared", "$any", "$created", "$deleted"];
  let selection, handlers, state, emitEnabled, emitted;
  const define = (name, value) => Object.defineProperty(scope, name, { value });
  const refusing = (target, names) => {
    for (const name of names) target[name] = () => { throw new Error(name + " is not supported by this server"); };
    return target;
  };
  const select = (chosen) => {
    if (selection !== undefined) throw new Error("A projection has one source");
    selection = chosen;
    return source;
  };
  const source = refusing({
    when(given) {
      for (const [name, handler] of Object.entries(given)) {
        if (typeof handler !== "function") throw new Error("The handler of " + name + " is not a function");
      }
      handlers = given;
      return refusing({}, ["transformBy", "filterBy", "outputState", "outputTo"]);
    },
  }, ["foreachStream", "partitionBy", "transformBy", "filterBy", "outputState", "outputTo"]);
  define("fromAll", () => select({ all: true }));
  define("fromStream", (stream) => select({ streams: [String(stream)] }));
  define("fromStreams", (...streams) => select({ streams: streams.flat().map(String) }));
  define("fromCategory", (category) => select({ streams: ["$ce-" + category] }));
  refusing(scope, ["options", "linkStreamTo", "copyTo", "fromStreamCatalog", "fromStreamsMatching"]);
  const put = (stream, type, data, metadata) => {
    if (!emitEnabled) throw new Error("emit and linkTo need a projection that was created with emitEnabled");
    if (emitted === undefined) throw new Error("emit and linkTo belong in the handlers of events");
    emitted.push({ stream: String(stream), type: String(type), data, metadata: stringify(metadata ?? null) });
  };
  define("emit", (stream, type, body, metadata) => put(stream, type, stringify(body ?? null), metadata));
  define("linkTo", (stream, event, metadata) =>
    put(stream, "$>", event.sequenceNumber + "@" + event.streamId, metadata));
  const read = (text) => {
    try { return text === "" ? undefined : parse(text); } catch { return undefined; }
  };
  const handlerOf = (type) => {
    const own = !reserved.includes(type) && Object.hasOwn(handlers, type);
    return own ? handlers[type] : handlers.$any;
  };
  define("$begin", (text) => {
    const start = parse(text);
    if (handlers === undefined) throw new Error("A projection needs a source and when({...})");
    emitEnabled = start.emitEnabled;
    if (start.state !== undefined) state = parse(start.state);
    else state = handlers.$init === undefined ? {} : handlers.$init();
    return stringify({ selection, state: stringify(state) ?? "null" });
  });
  define("$step", (text) => {
    const event = parse(text);
    const data = event.isJson ? read(event.bodyRaw) : undefined;
    emitted = [];
    const handler = handlerOf(event.eventType);
    const envelope = { ...event, data, body: data, metadata: read(event.metadataRaw), linkMetadata: read(event.linkMetadataRaw) };
    const next = handler === undefined ? undefined : handler(state, envelope);
    if (next !== undefined) state = next;
    return stringify({ state: stringify(state) ?? "null", emitted });
  });
})(globalThis);`;
