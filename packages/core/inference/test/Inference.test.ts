import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Layer, Scope } from "effect"
import { TestClock } from "effect/testing"
import {
  elements,
  float32,
  Inference,
  inferenceLayer,
  type SpawnWorker,
  type Tensors,
  type WorkerReply,
  type WorkerRequest
} from "../src/index.ts"
import { Cancellations, ModelHost, type OnnxRuntime } from "../src/host.ts"

// A runtime with one model: it adds its input to a running sum. The file's content says how it misbehaves.
const summing = {
  inputs: [
    { name: "x", isTensor: true, type: "float32", shape: [1, "n"] },
    { name: "state_sum", isTensor: true, type: "float32", shape: [1, 1] }
  ],
  outputs: [
    { name: "y", isTensor: true, type: "float32", shape: [1, "n"] },
    { name: "next_state_sum", isTensor: true, type: "float32", shape: [1, 1] }
  ]
}

class FakeTensor {
  readonly type: string
  readonly data: unknown
  readonly dims: ReadonlyArray<number>
  constructor(type: string, data: unknown, dims: ReadonlyArray<number>) {
    this.type = type
    this.data = data
    this.dims = dims
  }
}

const runtime = (log: Array<string>): OnnxRuntime => ({
  Tensor: FakeTensor,
  InferenceSession: {
    create: async (bytes) => {
      const kind = new TextDecoder().decode(bytes)
      if (kind === "garbage") throw new Error("protobuf parsing failed\nat byte 3")
      const orphan = { name: "state_orphan", isTensor: true, type: "float32", shape: [1] }
      return {
        inputMetadata: kind === "orphan" ? [...summing.inputs, orphan] : summing.inputs,
        outputMetadata: summing.outputs,
        run: async (feeds) => {
          if (kind === "hangs") return new Promise(() => {})
          const x = feeds["x"]!.data as Float32Array
          log.push(`run ${x[0]}`)
          let sum = (feeds["state_sum"]!.data as Float32Array)[0]!
          if (x[0] === 13) throw new Error("bad luck")
          const y = x.map((value) => (sum += value))
          return {
            y: new FakeTensor("float32", y, [1, x.length]),
            next_state_sum: new FakeTensor("float32", Float32Array.of(sum), [1, 1])
          }
        },
        release: async () => {}
      }
    }
  }
})

/** Workers in this thread; `hold` keeps the requests back until `release`. Without shared memory they get one at a time. */
const workers = (shared = true) => {
  const log: Array<string> = []
  const exits: Array<(reason: string) => void> = []
  let held: Array<() => void> | undefined
  let refusal: string | undefined
  const spawn: SpawnWorker = ({ onReply, onExit }) => {
    const cancellations = shared ? new Cancellations() : undefined
    const host = new ModelHost(runtime(log), {}, "cpu", cancellations)
    let alive = true
    log.push("spawn")
    exits.push((reason) => {
      alive = false
      onExit(reason)
    })
    const deliver = (request: WorkerRequest) => {
      if (!alive) return
      if (request.op !== "run") log.push(request.op)
      host.handle(request, (reply: WorkerReply) => alive && onReply(reply))
    }
    return {
      post: (request) => {
        if (refusal !== undefined) {
          const message = refusal
          refusal = undefined
          throw new Error(message)
        }
        if (held === undefined) queueMicrotask(() => deliver(request))
        else held.push(() => deliver(request))
      },
      terminate: async () => {
        alive = false
        log.push("terminate")
      }
    }
  }
  return {
    spawn,
    log,
    crash: () => exits.at(-1)!("segmentation fault"),
    hold: () => (held ??= []),
    releaseOne: () => held?.shift()?.(),
    /** The next request cannot be posted. */
    refuse: (message: string) => (refusal = message),
    release: () => {
      const waiting = held ?? []
      held = undefined
      for (const deliver of waiting) deliver()
    }
  }
}

/** The steps in a log, in the order in which they ran. */
const stepsRun = (log: ReadonlyArray<string>) => log.filter((line) => line.startsWith("run"))

const source = (kind = "sum") => ({ name: kind, bytes: new TextEncoder().encode(kind) })
const step = (...x: ReadonlyArray<number>): Tensors => ({ x: float32(Float32Array.from(x), [1, x.length]) })
const ys = (outputs: Tensors) => Array.from(outputs["y"]!.data as Float32Array)

const pool = (spawn: SpawnWorker, changes: { readonly maxSessions?: number } = {}) =>
  inferenceLayer({ workers: 1, maxSessions: 8, stepDeadline: "10 seconds", ...changes, spawn })

const open = (kind?: string) =>
  Effect.flatMap(
    Effect.flatMap(Inference, (inference) => inference.load(source(kind))),
    (model) => model.open()
  )

/** Lets everything that is due in this thread happen. */
const settle = Effect.promise(() => new Promise<void>((resolve) => setImmediate(resolve)))

describe("a session", () => {
  it.effect("keeps its state from step to step and starts afresh when asked to", () =>
    Effect.gen(function* () {
      const session = yield* open()
      assert.deepStrictEqual(ys(yield* session.run(step(1, 2))), [1, 3])
      assert.deepStrictEqual(ys(yield* session.run(step(10))), [13])
      assert.deepStrictEqual(ys(yield* session.run(step(10), { fresh: true })), [10])
    }).pipe(Effect.scoped, Effect.provide(pool(workers().spawn)))
  )

  it.effect("does not share its state with another of the same model", () =>
    Effect.gen(function* () {
      const model = yield* (yield* Inference).load(source())
      const [one, other] = [yield* model.open(), yield* model.open()]
      yield* one.run(step(5))
      assert.deepStrictEqual(ys(yield* other.run(step(1))), [1])
    }).pipe(Effect.scoped, Effect.provide(pool(workers().spawn)))
  )

  it.effect("gives data back and keeps states to itself", () =>
    Effect.gen(function* () {
      const outputs = yield* (yield* open()).run(step(1))
      assert.deepStrictEqual(Object.keys(outputs), ["y"])
    }).pipe(Effect.scoped, Effect.provide(pool(workers().spawn)))
  )

  const bad: ReadonlyArray<readonly [string, Tensors, RegExp]> = [
    ["a missing input", {}, /'x' is missing/],
    ["an unknown input", { ...step(1), z: float32(new Float32Array(1), [1]) }, /no input 'z'/],
    ["a wrong rank", { x: float32(new Float32Array(1), [1]) }, /shape \[1\]/],
    ["a wrong fixed dimension", { x: float32(new Float32Array(2), [2, 1]) }, /shape \[2,1\]/],
    ["no values at all", { x: float32(new Float32Array(0), [1, 0]) }, /0 values/],
    ["fewer values than its shape says", { x: float32(new Float32Array(2), [1, 3]) }, /2 values/],
    ["a wrong type", { x: { type: "int32", data: new Int32Array(1), dims: [1, 1] } }, /int32 where float32/]
  ]
  for (const [what, inputs, message] of bad) {
    it.effect(`refuses ${what} before any native code sees it`, () => {
      const fake = workers()
      return Effect.gen(function* () {
        const session = yield* open()
        const error = yield* Effect.flip(session.run(inputs))
        assert.strictEqual(error._tag, "InputError")
        assert.match(error.message, message)
        assert.isFalse(fake.log.some((line) => line.startsWith("run")))
      }).pipe(Effect.scoped, Effect.provide(pool(fake.spawn)))
    })
  }

  it.effect("fails a step that the model fails, forgets its state and goes on", () =>
    Effect.gen(function* () {
      const session = yield* open()
      yield* session.run(step(7))
      const error = yield* Effect.flip(session.run(step(13)))
      assert.strictEqual(error._tag, "StepError")
      assert.match(error.message, /bad luck/)
      assert.deepStrictEqual(ys(yield* session.run(step(1))), [1])
    }).pipe(Effect.scoped, Effect.provide(pool(workers().spawn)))
  )

  it.effect("fails a step whose result is not finite", () =>
    Effect.gen(function* () {
      const session = yield* open()
      const error = yield* Effect.flip(session.run(step(1, Number.NaN)))
      assert.strictEqual(error._tag, "StepError")
      assert.match(error.message, /'y' has a value that is not finite/)
    }).pipe(Effect.scoped, Effect.provide(pool(workers().spawn)))
  )
})

describe("a model", () => {
  it.effect("that is not one is refused with the runtime's reason in one sentence", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(open("garbage"))
      assert.strictEqual(error._tag, "ModelError")
      assert.match(error.message, /'garbage' cannot be opened \(protobuf parsing failed\)/)
      assert.isFalse(error.retryable)
    }).pipe(Effect.scoped, Effect.provide(pool(workers().spawn)))
  )

  it.effect("with a state that has no next state breaks the contract", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(open("orphan"))
      assert.strictEqual(error._tag, "ModelError")
      assert.match(error.message, /'state_orphan' has no output 'next_state_orphan'/)
    }).pipe(Effect.scoped, Effect.provide(pool(workers().spawn)))
  )

  it.effect("is unloaded with its scope", () => {
    const fake = workers()
    return Effect.gen(function* () {
      const scope = yield* Scope.make()
      yield* Effect.flatMap(Inference, (inference) => inference.load(source())).pipe(Scope.provide(scope))
      yield* Scope.close(scope, Exit.void)
      yield* settle
      assert.deepStrictEqual(fake.log, ["spawn", "load", "unload"])
    }).pipe(Effect.provide(pool(fake.spawn)))
  })
})

describe("the pool", () => {
  for (const shared of [true, false]) {
    it.effect(
      `never starts a step that was interrupted while it waited, ${shared ? "behind another in the worker" : "in the queue"}`,
      () => {
        const fake = workers(shared)
        return Effect.gen(function* () {
          const [first, second] = [yield* open(), yield* open()]
          fake.hold()
          const running = yield* Effect.forkChild(first.run(step(1)))
          yield* settle
          const waiting = yield* Effect.forkChild(second.run(step(2)))
          yield* settle
          yield* Fiber.interrupt(waiting)
          fake.release()
          assert.deepStrictEqual(ys(yield* Fiber.join(running)), [1])
          yield* settle
          assert.deepStrictEqual(stepsRun(fake.log), ["run 1"])
        }).pipe(Effect.scoped, Effect.provide(pool(fake.spawn)))
      }
    )
  }

  it.effect("runs what is live before what is background", () => {
    const fake = workers()
    return Effect.gen(function* () {
      const model = yield* (yield* Inference).load(source())
      const [live, background] = [yield* model.open(), yield* model.open({ priority: "background" })]
      const other = yield* model.open({ priority: "background" })
      fake.hold()
      const fibers = [yield* Effect.forkChild(background.run(step(1)))]
      yield* settle
      fibers.push(yield* Effect.forkChild(other.run(step(2))))
      yield* settle
      fibers.push(yield* Effect.forkChild(live.run(step(3))))
      yield* settle
      fake.release()
      yield* Effect.forEach(fibers, Fiber.join)
      assert.deepStrictEqual(stepsRun(fake.log), ["run 1", "run 3", "run 2"])
    }).pipe(Effect.scoped, Effect.provide(pool(fake.spawn)))
  })

  it.effect("runs what is urgent before what is live", () => {
    const fake = workers(false)
    return Effect.gen(function* () {
      const model = yield* (yield* Inference).load(source())
      const sessions = [yield* model.open(), yield* model.open(), yield* model.open()]
      fake.hold()
      const fibers = []
      for (const [i, session] of sessions.entries()) {
        fibers.push(yield* Effect.forkChild(session.run(step(i + 1), { urgent: i === 2 })))
        yield* settle
      }
      fake.release()
      yield* Effect.forEach(fibers, Fiber.join)
      assert.deepStrictEqual(stepsRun(fake.log), ["run 1", "run 3", "run 2"])
    }).pipe(Effect.scoped, Effect.provide(pool(fake.spawn)))
  })

  it.effect("fails what a dead worker held, retryably, and serves the next session on a fresh worker", () => {
    const fake = workers()
    return Effect.gen(function* () {
      const model = yield* (yield* Inference).load(source())
      const session = yield* model.open()
      yield* session.run(step(1))
      fake.hold()
      const running = yield* Effect.forkChild(session.run(step(2)))
      yield* settle
      fake.crash()
      const error = yield* Effect.flip(Fiber.join(running))
      assert.strictEqual(error._tag, "WorkerError")
      assert.isTrue(error.retryable)
      assert.match(error.message, /segmentation fault/)
      fake.release()

      const lost = yield* Effect.flip(session.run(step(3)))
      assert.strictEqual(lost._tag, "WorkerError")
      const next = yield* model.open()
      assert.deepStrictEqual(ys(yield* next.run(step(4), { fresh: true })), [4])
      assert.deepStrictEqual(
        fake.log.filter((line) => line === "spawn" || line === "load"),
        ["spawn", "load", "spawn", "load"]
      )
    }).pipe(Effect.scoped, Effect.provide(pool(fake.spawn)))
  })

  it.effect("stops a worker that sits on a step past the deadline", () => {
    const fake = workers()
    return Effect.gen(function* () {
      const session = yield* open("hangs")
      const running = yield* Effect.forkChild(Effect.flip(session.run(step(1))))
      yield* settle
      yield* TestClock.adjust("10 seconds")
      const error = yield* Fiber.join(running)
      assert.strictEqual(error._tag, "DeadlineError")
      assert.isTrue(error.retryable)
      assert.strictEqual(fake.log.at(-1), "terminate")
    }).pipe(Effect.scoped, Effect.provide(pool(fake.spawn)))
  })

  it.effect("does not replace a healthy worker because steps wait for long before it", () => {
    const fake = workers()
    return Effect.gen(function* () {
      const model = yield* (yield* Inference).load(source())
      const sessions = [yield* model.open(), yield* model.open(), yield* model.open(), yield* model.open()]
      fake.hold()
      const fibers = yield* Effect.forEach(sessions, (session, i) =>
        Effect.forkChild(Effect.exit(session.run(step(i + 1))))
      )
      yield* settle
      // Each step is answered after six seconds, so that the ones behind are past their deadline of ten.
      for (let i = 0; i < 4; i++) {
        yield* TestClock.adjust("6 seconds")
        fake.releaseOne()
        yield* settle
      }
      const exits = yield* Effect.forEach(fibers, Fiber.join)
      assert.deepStrictEqual(
        exits.map((exit) => (Exit.isSuccess(exit) ? "ok" : "late")),
        ["ok", "late", "late", "late"]
      )
      assert.notInclude(fake.log, "terminate")
      fake.release()
      assert.deepStrictEqual(ys(yield* sessions[0]!.run(step(1), { fresh: true })), [1])
    }).pipe(Effect.scoped, Effect.provide(pool(fake.spawn)))
  })

  it.effect("replaces a worker that is stuck in a step that nobody waits for any more", () => {
    const fake = workers()
    return Effect.gen(function* () {
      const inference = yield* Inference
      const stuck = yield* (yield* inference.load(source("hangs"))).open()
      const model = yield* inference.load(source())
      const background = yield* model.open({ priority: "background" })
      const given = yield* Effect.forkChild(stuck.run(step(1)))
      yield* settle
      yield* Fiber.interrupt(given)
      const waiting = yield* Effect.forkChild(Effect.flip(background.run(step(2))))
      yield* settle
      yield* TestClock.adjust("10 seconds")
      assert.strictEqual((yield* Fiber.join(waiting))._tag, "WorkerError")
      assert.deepStrictEqual(ys(yield* background.run(step(2), { fresh: true })), [2])
    }).pipe(Effect.scoped, Effect.provide(pool(fake.spawn)))
  })

  it.effect("lets background steps wait for as long as live ones go before them", () => {
    const fake = workers()
    return Effect.gen(function* () {
      const model = yield* (yield* Inference).load(source())
      const [live, background] = [yield* model.open(), yield* model.open({ priority: "background" })]
      fake.hold()
      const running = yield* Effect.forkChild(live.run(step(1)))
      yield* settle
      const waiting = yield* Effect.forkChild(background.run(step(2)))
      yield* settle
      yield* TestClock.adjust("9 seconds")
      fake.hold()
      fake.releaseOne()
      yield* settle
      yield* TestClock.adjust("9 seconds")
      fake.release()
      assert.deepStrictEqual(ys(yield* Fiber.join(running)), [1])
      assert.deepStrictEqual(ys(yield* Fiber.join(waiting)), [2])
    }).pipe(Effect.scoped, Effect.provide(pool(fake.spawn)))
  })

  it.effect("fails a step whose buffers were moved away before, and goes on", () => {
    const fake = workers()
    return Effect.gen(function* () {
      const session = yield* open()
      fake.refuse("could not be cloned")
      const error = yield* Effect.flip(session.run(step(1)))
      assert.strictEqual(error._tag, "InputError")
      assert.match(error.message, /could not be cloned/)
      assert.deepStrictEqual(ys(yield* session.run(step(2))), [2])
    }).pipe(Effect.scoped, Effect.provide(pool(fake.spawn)))
  })

  it.effect("admits so many sessions and refuses the next with an error that says to try again", () =>
    Effect.gen(function* () {
      const model = yield* (yield* Inference).load(source())
      const scope = yield* Scope.make()
      yield* model.open().pipe(Scope.provide(scope))
      yield* model.open()
      const error = yield* Effect.flip(model.open())
      assert.strictEqual(error._tag, "OverloadedError")
      assert.isTrue(error.retryable)
      yield* Scope.close(scope, Exit.void)
      yield* model.open()
    }).pipe(Effect.scoped, Effect.provide(pool(workers().spawn, { maxSessions: 2 })))
  )

  it.effect("ends its workers with its scope and does not start them again", () => {
    const fake = workers()
    return Effect.gen(function* () {
      const scope = yield* Scope.make()
      const services = yield* Layer.buildWithScope(pool(fake.spawn), scope)
      const session = yield* open().pipe(Effect.provide(services))
      yield* Scope.close(scope, Exit.void)
      const error = yield* Effect.flip(session.run(step(1)))
      assert.strictEqual(error._tag, "WorkerError")
      assert.deepStrictEqual(fake.log, ["spawn", "load", "terminate"])
    }).pipe(Effect.scoped)
  })
})

describe("a shape", () => {
  it("has the product of its dimensions as elements", () => {
    assert.strictEqual(elements([1, 3, 82]), 246)
    assert.strictEqual(elements([]), 1)
  })
})
