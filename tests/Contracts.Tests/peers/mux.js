// Stands in for a mux with grpc-js: mux.js FOLDER open|mutual. FOLDER holds ca.crt, server.crt, server.key and agent.der, the certificate that an agent gets.
// Says "port N" when it listens, then what agents do, and ends with its standard input.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { grpc, Enrollment, Control } = require("./control.js");

const [folder, mode] = process.argv.slice(2);
const read = (name) => fs.readFileSync(path.join(folder, name));
const say = (...words) => console.log(words.join(" "));
let streams = 0;

function connect(call) {
  const stream = ++streams;
  let reported = false;
  call.on("data", (message) => {
    if (message.hello) {
      const peer = call.getAuthContext().sslPeerCertificate;
      say("hello", stream, "epoch", message.hello.boot_epoch, "by", (peer && peer.subject && peer.subject.CN) || "nobody");
      call.write({ spec: { generation: 7, report_interval_seconds: 1 } });
    } else if (message.report && message.report.generation === 7 && !reported) {
      reported = true;
      say("report", stream);
      if (stream === 1) {
        call.emit("error", { code: grpc.status.ABORTED, details: "the first stream ends" });
      } else {
        call.write({ log_request: { request_id: "r1", tutorial: "t1", lines: 5 } });
      }
    } else if (message.log_reply) {
      say("log", stream, message.log_reply.request_id, message.log_reply.error);
    }
  });
  call.on("end", () => call.end());
  call.on("error", () => {});
}

const server = new grpc.Server();
server.addService(Enrollment.service, {
  Enroll: (call, done) => {
    say("enroll", call.request.ship_id, call.request.token);
    done(null, { certificate: read("agent.der") });
  },
});
server.addService(Control.service, { Connect: connect, Renew: (call, done) => done({ code: grpc.status.UNIMPLEMENTED }) });
const pair = { cert_chain: read("server.crt"), private_key: read("server.key") };
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createSsl(read("ca.crt"), [pair], mode === "mutual"), (error, port) => {
  if (error) {
    throw error;
  }
  say("port", port);
});
process.stdin.on("end", () => process.exit(0)).resume();
