// node lint.mjs FILE: exit code 1 and one line for each finding when something is wrong with an OpenAPI document.
import { readFile } from "node:fs/promises";
import { createConfig, lintFromString } from "@redocly/openapi-core";

const file = process.argv[2];
// Without its rule about a license: the document is of the camp's own interface, published to nobody.
const config = await createConfig({ extends: ["recommended-strict"], rules: { "info-license": "off" } });
const problems = await lintFromString({ source: await readFile(file, "utf8"), absoluteRef: file, config });
for (const problem of problems) {
  console.log(`${problem.severity} ${problem.ruleId}: ${problem.message} at ${problem.location.map((one) => one.pointer).join(", ")}`);
}

process.exitCode = problems.length > 0 ? 1 : 0;
