import { dirname, join } from "node:path"
import { type AtomicFile, openAtomicFile, type OutputError } from "@parlando/node"
import { Effect, type Scope } from "effect"
import type { BenchOptions, BenchOutcome } from "./Bench.ts"
import { openBareRuns, readVoiceFiles } from "./bare.ts"
import { BenchError } from "./BenchError.ts"
import { benches } from "./benches.ts"
import type { Command } from "./commandLine.ts"
import { formatMachine, readMachine } from "./machine.ts"
import { openProgress } from "./progress.ts"
import { formatOutcome, jsonOf } from "./report.ts"
import { formatYardstick, measureYardstick, yardstickResults } from "./yardstick.ts"

type BenchCommand = Extract<Command, { readonly kind: "bench" }>

const utf8 = new TextEncoder()
const print = (text: string) => Effect.sync(() => void process.stdout.write(`${text}\n`))

const save = (file: AtomicFile | undefined, text: string): Effect.Effect<void, OutputError> =>
  file === undefined ? Effect.void : Effect.andThen(file.append(utf8.encode(text)), file.commit)

/** Where the plot goes: where asked, or beside the JSON. */
const plotPath = ({ name, plot, json }: BenchCommand): string | undefined =>
  plot ?? (name === "memory" && json !== undefined ? join(dirname(json), "memory.svg") : undefined)

const openFile = (path: string | undefined): Effect.Effect<AtomicFile | undefined, OutputError, Scope.Scope> =>
  path === undefined ? Effect.succeed(undefined) : openAtomicFile(path)

/** Reads the yardstick in a worker of its own, which is gone before anything else is measured. */
const readYardstick = Effect.gen(function* () {
  const files = yield* readVoiceFiles(undefined)
  const bare = yield* openBareRuns(files)
  yield* measureYardstick(files, bare)
  return yield* measureYardstick(files, bare)
}).pipe(Effect.scoped)

/** Runs a bench between two readings of the yardstick. */
const measure = Effect.fnUntraced(function* (command: BenchCommand, options: BenchOptions) {
  const bench = yield* Effect.promise(() => benches[command.name].load())
  const before = yield* readYardstick
  const outcome: BenchOutcome = yield* Effect.scoped(bench(options))
  options.progress.clear()
  const after = yield* readYardstick
  for (const { name, value } of outcome.results) {
    if (!Number.isFinite(value)) {
      return yield* new BenchError({ message: `'${name}' could not be measured; free the machine and run it again.` })
    }
  }
  return { outcome, before, after }
})

/** Does what the command says: measures, prints, and writes the files that were asked for. */
export const runBench = Effect.fnUntraced(function* (command: BenchCommand) {
  // Places are opened first, so that one that cannot be written to is told at once.
  const json = yield* openFile(command.json)
  const path = plotPath(command)
  const plot = yield* openFile(path)
  const progress = openProgress(process.stderr)
  const options: BenchOptions = { ...command, progress }
  if (command.copy !== undefined) {
    const { copyRecording } = yield* Effect.promise(() => import("./copyRecording.ts"))
    return yield* print(yield* copyRecording(command.copy, command.level))
  }
  const machine = yield* Effect.promise(readMachine)
  yield* print(formatMachine(machine))
  const { outcome, before, after } = yield* measure(command, options)
  const results = [...outcome.results, ...yardstickResults(before, after)]
  const whole = { ...outcome, results }
  yield* print(`${formatYardstick(before, after)}\n\n${formatOutcome(command.name, whole)}`)
  if (command.quick) yield* print("\nQuick: too few runs for figures to be quoted.")
  yield* save(json, jsonOf(command.name, machine, whole))
  if (whole.plot !== undefined) yield* save(plot, whole.plot)
  if (path !== undefined) yield* print(`\nPlot: ${path}`)
}, Effect.scoped)
