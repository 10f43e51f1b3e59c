import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Queue, Stream } from "effect"
import { TestClock } from "effect/testing"
import { layer, makeTextFrontend, textFrontend } from "../src/index.ts"
import { clausesOf, data, frontend } from "./data.ts"

const services = layer(data)

describe("the stage", () => {
  it.effect("gives the clauses of its fragments", () =>
    Effect.gen(function* () {
      const text = "Good morning. The ferry leaves at 8:15, so be there early, and bring the tickets that came by post."
      const clauses = yield* Stream.fromIterable(text.split(/(?<= )/)).pipe(textFrontend(), Stream.runCollect)
      expect(clauses).toEqual(clausesOf(text))
    }).pipe(Effect.provide(services))
  )

  it.effect("waits for the text, however long it takes", () =>
    Effect.gen(function* () {
      const queue = yield* Queue.unbounded<string>()
      const fiber = yield* Stream.fromQueue(queue).pipe(
        textFrontend(),
        Stream.take(1),
        Stream.runCollect,
        Effect.forkChild
      )
      yield* Queue.offer(queue, "I think we")
      yield* TestClock.adjust("1 hour")
      expect(fiber.pollUnsafe()).toBeUndefined()
      yield* Queue.offer(queue, " should go. Now")
      const clauses = yield* Fiber.join(fiber)
      expect(clauses.map(({ text, forced }) => [text, forced])).toEqual([["I think we should go.", false]])
    }).pipe(Effect.provide(services))
  )

  it.effect("flushes what waits for longer than flushAfter, and goes on", () =>
    Effect.gen(function* () {
      const queue = yield* Queue.unbounded<string>()
      const heard: Array<readonly [string, boolean]> = []
      const fiber = yield* Stream.fromQueue(queue).pipe(
        textFrontend({ flushAfter: "300 millis" }),
        Stream.take(2),
        Stream.runForEach(({ text, forced }) => Effect.sync(() => heard.push([text, forced]))),
        Effect.forkChild
      )
      yield* Queue.offer(queue, "I think we")
      yield* TestClock.adjust("299 millis")
      expect(heard).toEqual([])
      yield* TestClock.adjust("1 millis")
      expect(heard).toEqual([["I think we", true]])
      yield* TestClock.adjust("1 hour")
      yield* Queue.offer(queue, " should go. Now")
      yield* Fiber.join(fiber)
      expect(heard).toEqual([
        ["I think we", true],
        ["should go.", false]
      ])
    }).pipe(Effect.provide(services))
  )

  it.effect("passes the failure of its input on", () =>
    Effect.gen(function* () {
      for (const options of [{}, { flushAfter: "1 second" }] as const) {
        const exit = yield* Stream.make("Hello there. ").pipe(
          Stream.concat(Stream.fail("broken" as const)),
          textFrontend(options),
          Stream.runCollect,
          Effect.flip
        )
        expect(exit).toBe("broken")
      }
    }).pipe(Effect.provide(services))
  )

  it.effect("ends with the text that is left", () =>
    Effect.gen(function* () {
      const clauses = yield* Stream.make("No full stop").pipe(
        textFrontend({ flushAfter: "1 second" }),
        Stream.runCollect
      )
      expect(clauses.map(({ text, forced }) => [text, forced])).toEqual([["No full stop", false]])
    }).pipe(Effect.provide(services))
  )
})

describe("options and data", () => {
  it.each([
    [{ firstClauseWords: 0 }, "firstClauseWords"],
    [{ maxClauseWords: 1.5 }, "maxClauseWords"],
    [{ firstClauseWords: 30, maxClauseWords: 10 }, "firstClauseWords (30) is more than maxClauseWords (10)"],
    [{ flushAfter: 0 }, "flushAfter"]
  ])("refuses %j", (options, words) => {
    const error = Effect.runSync(Effect.flip(frontend.open(options)))
    expect(error).toMatchObject({ _tag: "TextFrontendError", reason: "option", retryable: false })
    expect(error.message).toContain(words)
  })

  it("refuses data that is missing or damaged, and names the file", () => {
    const without = Effect.runSync(Effect.flip(makeTextFrontend({ language: "en-US", files: {} })))
    expect(without.message).toContain("lexicon.bin")
    for (const name of Object.keys(data.files)) {
      const cut = { ...data.files, [name]: (data.files[name] ?? new Uint8Array()).subarray(0, 1000) }
      const error = Effect.runSync(Effect.flip(makeTextFrontend({ language: "en-US", files: cut })))
      expect(error).toMatchObject({ reason: "data" })
      expect(error.message).toContain(name)
    }
    expect(Effect.runSync(Effect.flip(makeTextFrontend({ ...data, language: "xx" }))).message).toContain("xx")
  })
})
