// Records the golden sentences of a finished voice with the runtime and lists them in its voice.json, so that a test can
// hear when the voice, or what speaks with it, has changed.
//
//   npm run pnpm -- exec node tooling/training/record-golden.mjs models/en-us-lj
import { spawnSync } from "node:child_process"
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"

const sentences = {
  canoe: "The birch canoe slid on the smooth planks.",
  well: "Is it easy to tell the depth of a well?",
  price: "Well, that costs $3.50, and Dr. Smith paid in cash!"
}

/** Largest difference between a recording and the same text spoken elsewhere: 16 bits, and other processors' rounding. */
const tolerance = 0.002

const folder = resolve(process.argv[2] ?? "")
const manifestPath = join(folder, "voice.json")
const manifest = JSON.parse(readFileSync(manifestPath, "utf8"))
const say = join(import.meta.dirname, "..", "..", "apps", "say", "src", "main.ts")

rmSync(join(folder, "golden"), { recursive: true, force: true })
mkdirSync(join(folder, "golden"))
const items = Object.entries(sentences).map(([name, text]) => {
  const file = `golden/${name}.wav`
  const { status, stderr } = spawnSync(
    process.execPath,
    [say, text, "--voice", folder, "--out", join(folder, file), "--quiet"],
    { encoding: "utf8" }
  )
  if (status !== 0) throw new Error(stderr)
  process.stderr.write(`${file}  ${text}\n`)
  return { text, file }
})

writeFileSync(
  `${manifestPath}.part`,
  `${JSON.stringify({ ...manifest, golden: { seed: 0, tolerance, items } }, null, 2)}\n`
)
renameSync(`${manifestPath}.part`, manifestPath)
