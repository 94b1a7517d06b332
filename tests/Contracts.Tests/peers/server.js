// Serves wiretest.proto with grpc-js, says "port N" when it listens, and ends with its standard input.
"use strict";
const { grpc, Probe } = require("./probe.js");

const answer = (size) => ({ payload: Buffer.alloc(size) });
const failure = (ask) => ({ code: ask.status_code, details: ask.status_detail });

function echo(call) {
  const initial = call.metadata.get("x-echo-initial");
  if (initial.length > 0) {
    const metadata = new grpc.Metadata();
    metadata.set("x-echo-initial", initial[0]);
    call.sendMetadata(metadata);
  }
  const trailing = call.metadata.get("x-echo-trailing-bin");
  const metadata = new grpc.Metadata();
  if (trailing.length > 0) {
    metadata.set("x-echo-trailing-bin", trailing[0]);
  }
  return metadata;
}

const handlers = {
  Empty: (call, done) => done(null, {}),
  Unary: (call, done) => {
    const trailers = echo(call);
    if (call.request.status_code) {
      done(failure(call.request), null, trailers);
    } else {
      done(null, answer(call.request.answer_size), trailers);
    }
  },
  Collect: (call, done) => {
    let sum = 0;
    call.on("data", (ask) => (sum += ask.payload.length));
    call.on("end", () => done(null, { sum }));
    call.on("error", () => {});
  },
  Spread: (call) => {
    for (const size of call.request.sizes) {
      call.write(answer(size));
    }
    call.end();
  },
  PingPong: (call) => {
    const trailers = echo(call);
    call.on("data", (ask) => {
      if (ask.status_code) {
        call.emit("error", failure(ask));
      } else if (!ask.silent) {
        call.write(answer(ask.answer_size));
      }
    });
    call.on("end", () => call.end(trailers));
    call.on("error", () => {});
  },
};

const server = new grpc.Server();
server.addService(Probe.service, handlers);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    throw error;
  }
  console.log(`port ${port}`);
});
process.stdin.on("end", () => process.exit(0)).resume();
