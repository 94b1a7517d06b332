// Speaks to a mux as an agent does, with grpc-js: agent.js HOST:PORT FOLDER SHIP, where FOLDER holds ca.crt, agent.key, request.der and enroll.token.
// One line for each case: its name, a tab, "ok" or what was wrong.
"use strict";
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { grpc, Enrollment, Control } = require("./control.js");

const [target, folder, ship] = process.argv.slice(2);
const read = (name) => fs.readFileSync(path.join(folder, name));
const enrollment = { ship_id: ship, token: String(read("enroll.token")).trim(), certificate_request: read("request.der") };
const hello = { sequence: 1, hello: { boot_epoch: 1, boot_id: "boot-1", agent_version: "grpc-js" } };
const stranger = grpc.credentials.createSsl(read("ca.crt"));
let own = null;

function unary(Service, credentials, method, request, options = {}) {
  const client = new Service(target, credentials, options);
  return new Promise((resolve) => {
    client[method](request, (error, response) => resolve({ code: error ? error.code : grpc.status.OK, response }));
  }).finally(() => client.close());
}

function raw(name) {
  const client = new grpc.Client(target, stranger);
  const same = (bytes) => bytes;
  return new Promise((resolve) => client.makeUnaryRequest(name, same, same, Buffer.alloc(0), (error) => resolve(error ? error.code : grpc.status.OK)));
}

// A stream, its messages and a promise of its end.
function connect(credentials, options = {}) {
  const call = new Control(target, credentials).Connect(options);
  const messages = [];
  let wake = () => {};
  call.on("data", (message) => { messages.push(message); wake(); });
  call.on("error", () => {});
  const end = new Promise((resolve) => call.on("status", (status) => resolve(status.code)));
  const next = () => new Promise((resolve) => { wake = () => messages.length > 0 && resolve(messages.shift()); wake(); });
  return { call, end, next };
}

async function certify(answer) {
  assert.equal(answer.code, grpc.status.OK);
  const pem = `-----BEGIN CERTIFICATE-----\n${answer.response.certificate.toString("base64").match(/.{1,64}/g).join("\n")}\n-----END CERTIFICATE-----\n`;
  own = grpc.credentials.createSsl(read("ca.crt"), read("agent.key"), Buffer.from(pem));
}

async function firstMessage(message) {
  const { call, end } = connect(own);
  call.write(message);
  return end;
}

async function greeted() {
  const stream = connect(own);
  stream.call.write(hello);
  return { ...stream, spec: (await stream.next()).spec };
}

const cases = {
  async a_wrong_token_is_unauthenticated() {
    assert.equal((await unary(Enrollment, stranger, "Enroll", { ...enrollment, token: "wrong" })).code, grpc.status.UNAUTHENTICATED);
  },
  async a_stream_without_a_certificate_is_unauthenticated() {
    const { call, end } = connect(stranger);
    call.write(hello);
    assert.equal(await end, grpc.status.UNAUTHENTICATED);
  },
  async a_junk_request_is_an_invalid_argument() {
    assert.equal((await unary(Enrollment, stranger, "Enroll", { ...enrollment, certificate_request: Buffer.from("junk") })).code, grpc.status.INVALID_ARGUMENT);
  },
  async a_compressed_message_is_refused() {
    const answer = await unary(Enrollment, stranger, "Enroll", { ...enrollment, ship_id: "x".repeat(10000) }, { "grpc.default_compression_algorithm": 2 });
    assert.equal(answer.code, grpc.status.UNIMPLEMENTED);
  },
  async an_unknown_method_is_unimplemented() {
    assert.equal(await raw("/risecamp.control.v1.Control/Absent"), grpc.status.UNIMPLEMENTED);
  },
  async an_unknown_service_is_unimplemented() {
    assert.equal(await raw("/risecamp.absent.v1.Absent/Absent"), grpc.status.UNIMPLEMENTED);
  },
  async it_enrolls() {
    await certify(await unary(Enrollment, stranger, "Enroll", enrollment));
  },
  async it_enrolls_again_with_the_same_key() {
    await certify(await unary(Enrollment, stranger, "Enroll", enrollment));
  },
  async it_renews() {
    await certify(await unary(Control, own, "Renew", { certificate_request: enrollment.certificate_request }));
  },
  async a_hello_brings_the_spec() {
    const { call, end, spec } = await greeted();
    assert.equal(spec.tutorials[0].name, "intro");
    call.cancel();
    await end;
  },
  async a_report_first_is_an_invalid_argument() {
    assert.equal(await firstMessage({ sequence: 1, report: {} }), grpc.status.INVALID_ARGUMENT);
  },
  async a_newer_stream_ends_the_older() {
    const older = await greeted();
    const newer = await greeted();
    assert.equal(await older.end, grpc.status.ABORTED);
    newer.call.cancel();
    await newer.end;
  },
  async a_deadline_passes() {
    const { call, end } = connect(own, { deadline: Date.now() + 1500 });
    call.write(hello);
    assert.equal(await end, grpc.status.DEADLINE_EXCEEDED);
  },
  async a_stream_is_cancelled() {
    const { call, end } = await greeted();
    call.cancel();
    assert.equal(await end, grpc.status.CANCELLED);
  },
  async a_message_too_large_is_refused() {
    const { call, end } = await greeted();
    call.write({ sequence: 2, report: { trouble: "x".repeat(300 * 1024) } });
    assert.equal(await end, grpc.status.RESOURCE_EXHAUSTED);
  },
  async it_reports() {
    const { call, end } = await greeted();
    call.write({ sequence: 2, report: { trouble: "said by a peer" } });
    call.end();
    assert.equal(await end, grpc.status.ABORTED);
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
