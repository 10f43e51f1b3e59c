import { assert, describe, it } from "@effect/vitest"
import { Names } from "@parlando/metrics"
import { englishData, fakeVoiceLayer } from "@parlando/testing"
import { layer as frontendLayer } from "@parlando/text-frontend"
import { Effect, Layer, Metric, Option, Stream, Tracer } from "effect"
import { type UtteranceOptions, StreamingSynthesizer } from "../src/index.ts"

const passage = "The birch canoe slid on the smooth planks. Glue the sheet to the dark blue background. "

const speak = (text: string, options?: UtteranceOptions) =>
  Effect.flatMap(StreamingSynthesizer, (synthesizer) => synthesizer.speak(text, options))

const hear = (text: string) =>
  Effect.scoped(Effect.flatMap(speak(text), (utterance) => Stream.runDrain(utterance.audio)))

/** Runs with two places for utterances and metrics of its own; the utterances' spans that ended are in the list it is given. */
const watched = <A, E>(test: (spans: ReadonlyArray<Tracer.Span>) => Effect.Effect<A, E, StreamingSynthesizer>) =>
  Effect.suspend(() => {
    const ended: Array<Tracer.Span> = []
    class RecordedSpan extends Tracer.NativeSpan {
      override end(...args: Parameters<Tracer.NativeSpan["end"]>): void {
        super.end(...args)
        if (this.name === Names.spanNames.utterance) ended.push(this)
      }
    }
    return test(ended).pipe(
      Effect.provide(
        StreamingSynthesizer.layer({ maxUtterances: 2 }).pipe(
          Layer.provide(Layer.merge(frontendLayer(englishData()), fakeVoiceLayer()))
        )
      ),
      Effect.withTracer(Tracer.make({ span: (options) => new RecordedSpan(options) })),
      Effect.provideService(Metric.MetricRegistry, new Map())
    )
  })

const attributes = (span: Tracer.Span | undefined) => Object.fromEntries(span?.attributes ?? [])
const { voice, outcome, characters, samples, firstAudio, quality } = Names.utteranceAttributes

describe("the metrics", () => {
  it.effect("count hits and misses of the phrase cache", () =>
    watched(() =>
      Effect.gen(function* () {
        yield* hear(passage)
        yield* hear(passage.repeat(2))
        const { hits, misses } = yield* Effect.flatMap(StreamingSynthesizer, ({ cache }) => cache)
        const count = (result: string) => Metric.value(Metric.withAttributes(Names.cacheLookups, { result }))
        assert.isAbove(hits, 0)
        assert.strictEqual((yield* count("hit")).count, hits)
        assert.strictEqual((yield* count("miss")).count, misses)
      })
    )
  )

  it.effect("tell how many utterances are being made, and how many were refused", () =>
    watched(() =>
      Effect.gen(function* () {
        const active = Effect.map(Metric.value(Names.activeUtterances), ({ value }) => value)
        yield* Effect.scoped(
          Effect.gen(function* () {
            const first = yield* speak(passage.repeat(20))
            yield* speak(passage.repeat(20))
            assert.strictEqual(yield* active, 2)
            yield* Effect.flip(speak(passage))
            assert.strictEqual(yield* active, 2)
            yield* first.stop
            yield* first.stop
            assert.strictEqual(yield* active, 1)
            assert.strictEqual((yield* first.report).status, "stopped")
          })
        )
        assert.strictEqual(yield* active, 0)
        assert.strictEqual((yield* Metric.value(Names.refusedUtterances)).count, 1)
      })
    )
  )
})

describe("the span of an utterance", () => {
  it.live("is below the span that asked for it and says how it went", () =>
    watched((spans) =>
      Effect.gen(function* () {
        const caller = yield* hear(passage).pipe(Effect.andThen(Effect.currentSpan), Effect.withSpan("caller"))
        assert.strictEqual(spans.length, 1)
        assert.deepStrictEqual(spans[0]?.parent, Option.some(caller))
        const said = attributes(spans[0])
        assert.deepInclude(said, { [voice]: "fake@0.0.1@high", [outcome]: "completed", [characters]: passage.length })
        for (const name of [samples, firstAudio, quality]) assert.isAbove(Number(said[name]), 0, name)
      })
    )
  )

  it.effect("has neither first audio nor quality where nothing was heard", () =>
    watched((spans) =>
      Effect.gen(function* () {
        yield* Effect.flip(hear("\u2060"))
        const said = attributes(spans[0])
        assert.deepInclude(said, { [outcome]: "failed", [samples]: 0 })
        assert.doesNotHaveAnyKeys(said, [firstAudio, quality])
      })
    )
  )

  it.effect("says that it was stopped, also when it was still waiting for its turn", () =>
    watched((spans) =>
      Effect.gen(function* () {
        const first = yield* speak(passage.repeat(20), { order: "in-order" })
        const second = yield* speak(passage, { order: "in-order" })
        yield* Stream.runDrain(Stream.take(first.audio, 1))
        yield* second.stop
        // A stop does not wait for the end of the making, which ends the span.
        yield* Effect.promise(() => new Promise<void>((resolve) => setTimeout(resolve, 50)))
        assert.deepStrictEqual(
          spans.map((span) => `${attributes(span)[outcome]} ${Number(attributes(span)[samples]) > 0}`).sort(),
          ["stopped false", "stopped true"]
        )
      }).pipe(Effect.scoped)
    )
  )
})
