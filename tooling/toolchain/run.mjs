// The one door into the workspace for a machine that has only Node >= 20 and npm.
//
//   node tooling/toolchain/run.mjs say|bench|verify|pnpm [arguments]
//
// Installs the pinned Node and pnpm (this folder's package.json) and the workspace's packages (pnpm-lock.yaml) the
// first time and whenever the one or the other changes; after that it touches no network. Plain JavaScript, because
// it must run under a Node that is older than the one it installs. Everything it says goes to standard error.
import { spawn, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { constants } from "node:os"
import { delimiter, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, "..", "..")
const modules = join(here, "node_modules")
const node = join(modules, "node", "bin", process.platform === "win32" ? "node.exe" : "node")
const pnpm = join(modules, "pnpm", "bin", "pnpm.mjs")
const [command, ...rest] = process.argv.slice(2)

const say = (line) => process.stderr.write(`parlando: ${line}\n`)

function fail(line) {
  say(line)
  process.exit(1)
}

function environment() {
  const path = [dirname(node), join(modules, ".bin"), process.env.PATH ?? ""].join(delimiter)
  return { ...process.env, PATH: path, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" }
}

/** Runs a set-up step; its output is shown only if it fails. Returns whether it succeeded. */
function step(file, args, cwd) {
  const result = spawnSync(file, args, {
    cwd,
    env: environment(),
    encoding: "utf8",
    maxBuffer: 1 << 28,
    shell: file === "npm" && process.platform === "win32"
  })
  if (result.status === 0) return true
  process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? ""}${result.error ? `${result.error.message}\n` : ""}`)
  return false
}

/** Does the work once per content of the given files: a stamp with their digest is left behind. */
function once(stamp, files, announce, work) {
  const digest = createHash("sha256")
  for (const file of files) digest.update(readFileSync(file))
  const wanted = digest.digest("hex")
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return
  const started = Date.now()
  say(announce)
  work()
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(`${stamp}.part`, wanted)
  renameSync(`${stamp}.part`, stamp)
  say(`done in ${((Date.now() - started) / 1000).toFixed(0)} s`)
}

function setUp() {
  once(
    join(modules, ".parlando-stamp"),
    [join(here, "package.json")],
    "setting up, once: Node 24 and pnpm (about 150 MB from the npm registry) ...",
    () => {
      if (
        !step("npm", ["install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"], here) ||
        !existsSync(node)
      ) {
        fail(
          "could not install Node and pnpm; check that the npm registry can be reached, then run the same command again"
        )
      }
    }
  )
  once(
    join(root, "node_modules", ".parlando-stamp"),
    [join(root, "pnpm-lock.yaml"), join(root, "pnpm-workspace.yaml")],
    "setting up, once: the workspace's packages ...",
    () => {
      if (!step(node, [pnpm, "install", "--frozen-lockfile", "--prefer-offline"], root)) {
        fail(
          "could not install the workspace's packages; check that the npm registry can be reached, then run the same command again"
        )
      }
    }
  )
}

/** Runs an app where the user stands (npm itself moves to the root), so that the paths they give mean what they say. */
function app(name) {
  hand(node, [join(root, "apps", name, "src", "main.ts"), ...rest], process.env.INIT_CWD ?? process.cwd())
}

function hand(file, args, cwd = root) {
  const child = spawn(file, args, { cwd, env: environment(), stdio: "inherit" })
  // A terminal signals the child itself; whoever signals this process alone means the child.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal))
  child.on("error", (error) => fail(error.message))
  child.on("exit", (code, signal) => process.exit(signal ? 128 + (constants.signals[signal] ?? 0) : code))
}

if (Number(process.versions.node.split(".")[0]) < 20) fail("Node 20 or newer is needed to set Parlando up")
setUp()
if (command === "say" || command === "bench") app(command)
else if (command === "verify") hand(node, [pnpm, "run", "verify", ...rest])
else if (command === "pnpm") hand(node, [pnpm, ...rest])
else fail("usage: node tooling/toolchain/run.mjs say|bench|verify|pnpm [arguments]")
