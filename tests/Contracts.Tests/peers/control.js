"use strict";
const path = require("node:path");
const grpc = require("@grpc/grpc-js");
const loader = require("@grpc/proto-loader");

const definition = loader.loadSync(path.join(__dirname, "../../../src/Contracts/protos/control.proto"), { keepCase: true, longs: Number, defaults: true, oneofs: true });
const { Enrollment, Control } = grpc.loadPackageDefinition(definition).risecamp.control.v1;

module.exports = { grpc, Enrollment, Control };
