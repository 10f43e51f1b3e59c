import { spawnSync } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { getPriority, platform } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { float32, Inference, int32, type Tensors } from "@parlando/inference"
import { Effect, type Scope } from "effect"
import { nodeInference, type NodeInferenceOptions } from "../src/index.ts"

// Real graphs in real workers: those of the shipped voice.
const voice = join(import.meta.dirname, "..", "..", "..", "..", "models", "en-us-lj")
const manifest = JSON.parse(readFileSync(join(voice, "voice.json"), "utf8")) as {
  defaultLevel: string
  levels: Record<string, { encoder: string; vocoder: string }>
}
const level = manifest.levels[manifest.defaultLevel]!
const bytes = (file: string) => new Uint8Array(readFileSync(join(voice, file)))

const phonemes = 12
const encoderInputs = (): Tensors => ({
  phonemes: int32(
    Int32Array.from({ length: phonemes }, (_, i) => (i === 0 || i === phonemes - 1 ? 0 : i)),
    [1, phonemes]
  ),
  stress: int32(new Int32Array(phonemes), [1, phonemes]),
  position: int32(
    Int32Array.from({ length: phonemes }, (_, i) => (i === 0 ? 4 : i === phonemes - 1 ? 7 : 0)),
    [1, phonemes]
  ),
  rate: float32(Float32Array.of(1), [1]),
  pitch: float32(Float32Array.of(0), [1]),
  energy: float32(Float32Array.of(0), [1])
})

const withModel = <A, E>(
  options: NodeInferenceOptions,
  file: string,
  use: (model: Effect.Success<ReturnType<Inference["Service"]["load"]>>) => Effect.Effect<A, E, Scope.Scope>
) =>
  Effect.gen(function* () {
    const model = yield* (yield* Inference).load({ name: file, bytes: bytes(file) })
    return yield* use(model)
  }).pipe(Effect.scoped, Effect.provide(nodeInference({ workers: 1, ...options })))

const encode = (options: NodeInferenceOptions = {}) =>
  withModel(options, level.encoder, (model) =>
    Effect.gen(function* () {
      const session = yield* model.open()
      const outputs = yield* session.run(encoderInputs(), { fresh: true })
      return outputs["durations"]!.data as Float32Array
    })
  )

describe("onnxruntime in worker threads", () => {
  it.live("runs a graph, and its event loop goes on meanwhile", () =>
    Effect.gen(function* () {
      let turns = 0
      const clock = setInterval(() => turns++, 1)
      const durations = yield* encode()
      clearInterval(clock)
      assert.strictEqual(durations.length, phonemes)
      assert.isTrue(durations.every((duration) => duration > 0))
      assert.isAbove(turns, 5)
    })
  )

  it.live("gives the same values at every level of optimisation, to a thousandth", () =>
    Effect.gen(function* () {
      const [minimal, maximum] = [
        yield* encode({ optimizationLevel: "minimal" }),
        yield* encode({ optimizationLevel: "maximum" })
      ]
      minimal.forEach((duration, i) => assert.approximately(duration, maximum[i]!, 1e-3 * Math.max(1, duration)))
    })
  )

  for (const options of [
    { workers: 0 },
    { workers: 2.5 },
    { maxSessions: Number.NaN },
    { threadsPerStep: -1 },
    { stepDeadline: 0 }
  ]) {
    it.live(`refuses ${JSON.stringify(options)} with an error that names the option`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(encode(options))
        assert.strictEqual(error._tag, "SettingError")
        assert.include(error.message, Object.keys(options)[0]!)
      })
    )
  }

  it.live("moves tensors between threads with zero copy and copies them without", () =>
    Effect.gen(function* () {
      const detached = (zeroCopy: boolean) =>
        withModel({ zeroCopy }, level.encoder, (model) =>
          Effect.gen(function* () {
            const session = yield* model.open()
            const inputs = encoderInputs()
            yield* session.run(inputs, { fresh: true })
            return inputs["phonemes"]!.data.byteLength === 0
          })
        )
      assert.deepStrictEqual([yield* detached(true), yield* detached(false)], [true, false])
    })
  )

  it.live("refuses bytes that are no model", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        Effect.gen(function* () {
          return yield* (yield* Inference).load({
            name: "noise",
            bytes: Uint8Array.from({ length: 999 }, (_, i) => i * 7)
          })
        }).pipe(Effect.scoped, Effect.provide(nodeInference({ workers: 1 })))
      )
      assert.strictEqual(error._tag, "ModelError")
    })
  )

  it.live("refuses an accelerator that is not there, and does not fall back in silence", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(encode({ executionProvider: "dml" }))
      assert.strictEqual(error._tag, "ProviderError")
      assert.match(error.message, /'dml' is not there.*use 'cpu'/)
    })
  )

  it.live("asks for real-time scheduling of its threads, or warns that it was refused", () =>
    Effect.gen(function* () {
      if (platform() !== "linux") return
      const warnings: Array<string> = []
      const warned = (warning: Error) => warnings.push(warning.message)
      process.on("warning", warned)
      const urgent = yield* withModel({ realTimeScheduling: true }, level.encoder, () =>
        Effect.promise(async () => {
          await new Promise((resolve) => setTimeout(resolve, 50))
          return readdirSync("/proc/self/task").filter((task) => {
            try {
              return getPriority(Number(task)) === -10
            } catch {
              return false
            }
          }).length
        })
      )
      process.off("warning", warned)
      if (urgent === 0) assert.match(warnings.join(), /Real-time scheduling was refused/)
      else assert.strictEqual(urgent, 1)
    })
  )

  it.live("lets a process end whose pool is idle and was never closed", () =>
    Effect.sync(() => {
      const script = `
        import { Effect, Layer, Scope } from "effect"
        import { nodeInference } from ${JSON.stringify(new URL("../src/index.ts", import.meta.url).href)}
        const scope = Effect.runSync(Scope.make())
        await Effect.runPromise(Layer.buildWithScope(nodeInference({ workers: 2 }), scope))
        console.log("built")`
      const child = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
        cwd: import.meta.dirname,
        encoding: "utf8",
        timeout: 15_000
      })
      assert.strictEqual(child.stdout.trim(), "built")
      assert.strictEqual(child.status, 0)
    })
  )
})
