// Bundles the pages' scripts and styles into ../wwwroot/assets, each beside a Brotli copy; the mux embeds and serves both.
import { build } from "esbuild";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const target = process.env.MUX_ASSETS ?? "../wwwroot/assets";
await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });

const common = { bundle: true, minify: true, write: false, legalComments: "none", target: ["chrome109", "firefox115", "safari16"], logLevel: "warning" };
const outputs = [
  ...(await build({ ...common, entryPoints: ["mux.js", "theme.js", "banner.js", "check.js"], format: "iife", outdir: "out", loader: { ".css": "text" } })).outputFiles,
  ...(await build({ ...common, entryPoints: ["mux.css"], outdir: "out", loader: { ".svg": "dataurl" } })).outputFiles,
];
const files = outputs.map((file) => [basename(file.path), Buffer.from(file.contents)]);
files.push(["ship.svg", await readFile("ship.svg")]);

for (const [name, content] of files) {
  await writeFile(join(target, name), content);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } };
  await writeFile(join(target, `${name}.br`), brotliCompressSync(content, quality));
}
