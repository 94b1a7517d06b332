// Calls a server of wiretest.proto with grpc-js: client.js host:port. One line for each case: its name, a tab, "ok" or what was wrong.
"use strict";
const assert = require("node:assert/strict");
const { grpc, Probe, Absent } = require("./probe.js");

const target = process.argv[2];
const open = (Service) => new Service(target, grpc.credentials.createInsecure());
const probe = open(Probe);
const absent = open(Absent);
const special = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n";

// Resolves with all that a call showed: messages, error or status, headers and trailers.
function watch(call, seen = { messages: [] }) {
  return new Promise((resolve) => {
    call.on("metadata", (headers) => (seen.headers = headers));
    call.on("data", (message) => seen.messages.push(message));
    call.on("error", () => {});
    call.on("status", (status) => resolve({ ...seen, code: status.code, details: status.details, trailers: status.metadata }));
  });
}

function unary(method, request, metadata = new grpc.Metadata(), options = {}, service = probe) {
  return new Promise((resolve) => {
    const seen = {};
    const call = service[method](request, metadata, options, (error, response) => (seen.response = response));
    call.on("metadata", (headers) => (seen.headers = headers));
    call.on("status", (status) =>
      setImmediate(() => resolve({ ...seen, code: status.code, details: status.details, trailers: status.metadata })));
  });
}

function custom() {
  const metadata = new grpc.Metadata();
  metadata.set("x-echo-initial", "initial value");
  metadata.set("x-echo-trailing-bin", Buffer.from([0xab, 0xab, 0xab, 0x00]));
  return metadata;
}

function assertEchoed(seen) {
  assert.deepEqual(seen.headers.get("x-echo-initial"), ["initial value"]);
  assert.deepEqual(seen.trailers.get("x-echo-trailing-bin"), [Buffer.from([0xab, 0xab, 0xab, 0x00])]);
}

const cases = {
  async empty_unary() {
    const seen = await unary("Empty", {});
    assert.equal(seen.code, 0);
    assert.deepEqual(seen.response, {});
  },
  async large_unary() {
    const seen = await unary("Unary", { answer_size: 3141590, payload: Buffer.alloc(2718280) });
    assert.equal(seen.code, 0);
    assert.equal(seen.response.payload.length, 3141590);
  },
  async client_streaming() {
    const sum = await new Promise((resolve, reject) => {
      const call = probe.Collect((error, response) => (error ? reject(error) : resolve(response.sum)));
      for (const size of [27182, 8, 1828, 45904]) {
        call.write({ payload: Buffer.alloc(size) });
      }
      call.end();
    });
    assert.equal(sum, 74922);
  },
  async server_streaming() {
    const seen = await watch(probe.Spread({ sizes: [31415, 0, 2653, 58979] }));
    assert.equal(seen.code, 0);
    assert.deepEqual(seen.messages.map((message) => message.payload.length), [31415, 0, 2653, 58979]);
  },
  async ping_pong() {
    const sizes = [31415, 9, 2653, 58979];
    const call = probe.PingPong();
    const end = watch(call);
    let next = 0;
    const ask = () => (next < sizes.length ? call.write({ answer_size: sizes[next++] }) : call.end());
    call.on("data", ask);
    ask();
    const seen = await end;
    assert.equal(seen.code, 0);
    assert.deepEqual(seen.messages.map((message) => message.payload.length), sizes);
  },
  async empty_stream() {
    const call = probe.PingPong();
    call.end();
    const seen = await watch(call);
    assert.equal(seen.code, 0);
    assert.equal(seen.messages.length, 0);
  },
  async timeout_on_sleeping_server() {
    const call = probe.PingPong({ deadline: Date.now() + 200 });
    call.write({ silent: true });
    assert.equal((await watch(call)).code, grpc.status.DEADLINE_EXCEEDED);
  },
  async cancel_after_begin() {
    const call = probe.Collect(() => {});
    const end = watch(call);
    call.cancel();
    assert.equal((await end).code, grpc.status.CANCELLED);
  },
  async cancel_after_first_response() {
    const call = probe.PingPong();
    const end = watch(call);
    call.on("data", () => call.cancel());
    call.write({ answer_size: 31415 });
    const seen = await end;
    assert.equal(seen.code, grpc.status.CANCELLED);
    assert.equal(seen.messages.length, 1);
  },
  async status_code_and_message() {
    const ask = { status_code: 2, status_detail: "test status message" };
    const seen = await unary("Unary", ask);
    assert.deepEqual([seen.code, seen.details], [2, "test status message"]);
    const call = probe.PingPong();
    const end = watch(call);
    call.write(ask);
    call.end();
    const streamed = await end;
    assert.deepEqual([streamed.code, streamed.details], [2, "test status message"]);
  },
  async special_status_message() {
    const seen = await unary("Unary", { status_code: 2, status_detail: special });
    assert.deepEqual([seen.code, seen.details], [2, special]);
  },
  async custom_metadata() {
    assertEchoed(await unary("Unary", { answer_size: 1 }, custom()));
    const call = probe.PingPong(custom());
    const end = watch(call);
    call.write({ answer_size: 1 });
    call.end();
    assertEchoed(await end);
  },
  async unimplemented_method() {
    assert.equal((await unary("Unserved", {})).code, grpc.status.UNIMPLEMENTED);
  },
  async unimplemented_service() {
    assert.equal((await unary("Unserved", {}, undefined, {}, absent)).code, grpc.status.UNIMPLEMENTED);
  },
  async oversized_message() {
    const seen = await unary("Unary", { answer_size: 1, payload: Buffer.alloc(5000000) });
    assert.equal(seen.code, grpc.status.RESOURCE_EXHAUSTED);
    assert.equal((await unary("Unary", { answer_size: 5000000 })).code, grpc.status.RESOURCE_EXHAUSTED);
  },
};

(async () => {
  for (const [name, run] of Object.entries(cases)) {
    try {
      await run();
      console.log(`${name}\tok`);
    } catch (error) {
      console.log(`${name}\t${String(error.stack).replaceAll("\n", " | ")}`);
    }
  }
  process.exit(0);
})();
