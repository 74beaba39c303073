// Builds the one script and the one style sheet that every page loads into the service's static folder.
import { copyFile, mkdir, rm } from "node:fs/promises";
import { build } from "esbuild";

const out = new URL("../api/huibi_api/static/", import.meta.url).pathname;
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await copyFile(new URL("src/icon.svg", import.meta.url), `${out}icon.svg`);
await build({
  absWorkingDir: new URL(".", import.meta.url).pathname,
  entryPoints: ["src/app.js", "src/app.css"],
  outdir: out,
  bundle: true,
  minify: true,
  // Offices keep old browsers for years; 360 and Qi An Xin editions of this age stand in many of them.
  target: ["chrome86"],
  legalComments: "linked",
  logLevel: "warning",
});
