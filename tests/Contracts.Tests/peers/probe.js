"use strict";
const path = require("node:path");
const grpc = require("@grpc/grpc-js");
const loader = require("@grpc/proto-loader");

const definition = loader.loadSync(path.join(__dirname, "../protos/wiretest.proto"), { keepCase: true, longs: Number, defaults: true });
const { Probe, Absent } = grpc.loadPackageDefinition(definition).risecamp.wiretest.v1;

module.exports = { grpc, Probe, Absent };
