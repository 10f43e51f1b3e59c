import { StreamingSynthesizer } from "@parlando/synthesis"
import { englishData, fakeVoiceLayer } from "@parlando/testing"
import { layer as frontendLayer } from "@parlando/text-frontend"
import { Effect, Layer, Stream } from "effect"

/** Speech with the fake voice, one utterance at a time; a monitor is for the test to provide. */
export const speech = StreamingSynthesizer.layer({ maxUtterances: 1 }).pipe(
  Layer.provide(Layer.merge(frontendLayer(englishData()), fakeVoiceLayer()))
)

export const greeting = "Good morning. How are you?"

/**
 * Everything that an utterance can come to, under one span: two that are completed, the second from the cache, one that
 * fails, one that is stopped, and one that is refused meanwhile.
 */
export const conversation = Effect.gen(function* () {
  const { speak } = yield* StreamingSynthesizer
  const hear = (text: string) =>
    Effect.scoped(Effect.flatMap(speak(text), (utterance) => Stream.runDrain(utterance.audio)))
  yield* hear(greeting)
  yield* hear(greeting)
  yield* Effect.flip(hear("\u2060"))
  const long = yield* speak("The birch canoe slid on the smooth planks. ".repeat(20))
  yield* Effect.flip(hear(greeting))
  yield* long.audio.pipe(Stream.take(2), Stream.runDrain)
  yield* long.stop
}).pipe(Effect.scoped, Effect.withSpan("conversation"))
