/* Build static/build/: the style sheet, the script and the fonts.

   npm run build            all of it
   npm run build -- --css   styles and script only, while working on them */

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import * as esbuild from "esbuild";
import * as sass from "sass";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, "static", "build");

function buildStyles() {
  const { css } = sass.compile(join(root, "frontend", "scss", "portal.scss"), {
    style: "compressed",
    loadPaths: [join(root, "node_modules")],
    quietDeps: true,
    // Bootstrap 5.3 is still written with @import and global functions.
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  writeFileSync(join(out, "portal.css"), css);
  report("portal.css", css);
}

/* portal.js is on every page; writing.js, with the editor, on the page where texts are written. */
function buildScript(name) {
  const { outputFiles } = esbuild.buildSync({
    entryPoints: [join(root, "frontend", "js", name)],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2020",
    write: false,
  });
  const script = outputFiles[0].text;
  writeFileSync(join(out, name), script);
  report(name, script);
}

function buildFonts() {
  const own = join(root, ".venv", "bin", "python");
  const python = process.env.PYTHON || (existsSync(own) ? own : "python3");
  const { status, error } = spawnSync(python, [join(root, "frontend", "fonts.py"), join(out, "fonts")], {
    stdio: "inherit",
  });
  if (status !== 0) {
    console.error(`The fonts were not built: ${error ? error.message : `${python} answered ${status}`}.`);
    console.error("They need fonttools and brotli in that Python (pip install -r requirements.txt).");
    process.exit(1);
  }
}

function report(name, text) {
  console.log(`  ${name} ${(Buffer.byteLength(text) / 1000).toFixed(1)} kB`);
}

mkdirSync(out, { recursive: true });
buildStyles();
buildScript("portal.js");
buildScript("writing.js");
if (!process.argv.includes("--css")) buildFonts();
