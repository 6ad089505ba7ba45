import { connect } from "node:http2";

/** A length-prefixed protobuf message with one string in field 1: all that `DescribeNamespaceRequest` needs here. */
function describeNamespace(namespace: string): Buffer {
  const name = Buffer.from(namespace);
  const message = Buffer.concat([Buffer.from([0x0a, name.length]), name]);
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

/**
 * Whether a Temporal server answers for a namespace: a listening port is not enough, the namespace is registered
 * a moment later.
 * @param address host and port
 */
export function answersFor(address: string, namespace: string): Promise<boolean> {
  return new Promise((resolve) => {
    const session = connect(`http://${address}`);
    const settle = (healthy: boolean): void => {
      session.destroy();
      resolve(healthy);
    };
    session.once("error", () => { settle(false); });
    session.setTimeout(3_000, () => { settle(false); });
    const request = session.request({
      ":method": "POST",
      ":path": "/temporal.api.workflowservice.v1.WorkflowService/DescribeNamespace",
      "content-type": "application/grpc",
      te: "trailers",
    });
    request.once("error", () => { settle(false); });
    request.once("trailers", (trailers) => { settle(trailers["grpc-status"] === "0"); });
    // An error without a body comes as headers alone.
    request.once("response", (headers) => {
      if (headers["grpc-status"] !== undefined) settle(headers["grpc-status"] === "0");
    });
    request.resume();
    request.end(describeNamespace(namespace));
  });
}
