import { monitorEventLoopDelay } from "node:perf_hooks"
import type { StreamingSynthesizer } from "@parlando/synthesis"
import { Effect, Stream } from "effect"
import type { SpeakingError } from "./speech.ts"
import { rotated } from "./texts.ts"

/** How many listen, and for how long. */
export interface ListenOptions {
  readonly listeners: number
  /** How long they all listen at once. */
  readonly seconds: number
  readonly say: (line: string) => void
}

/** How a load was borne. */
export interface Load {
  readonly listeners: number
  readonly chunks: number
  readonly underruns: number
  /** Those of them within a listener's first second. */
  readonly earlyUnderruns: number
  /** How late the latest chunk was; 0 if none was late. */
  readonly worstLateMs: number
  /** The longest that the event loop stood still, and the 99.9th percentile. */
  readonly stallMs: number
  readonly stallP999Ms: number
}

/** The resolution of the event loop's watch, which its own figures contain. */
const resolutionMs = 1
/** The listeners begin one after the other within this time, as they do in life. */
const arrivalMs = 1500

interface Tally {
  chunks: number
  underruns: number
  earlyUnderruns: number
  worstLateMs: number
}

/** One listener: hears the text until `endsAt`, at a player's pace, and counts the gaps. */
const listener = (
  synthesizer: StreamingSynthesizer["Service"],
  text: string,
  endsAt: number,
  tally: Tally
): Effect.Effect<void, SpeakingError> =>
  Effect.scoped(
    Effect.gen(function* () {
      const { audio } = yield* synthesizer.speak(text)
      let playedUntil = Number.NaN
      let heardMs = 0
      yield* audio.pipe(
        Stream.takeWhile(() => performance.now() < endsAt),
        Stream.runForEach(({ samples, sampleRate }) => {
          const now = performance.now()
          const lasts = (1000 * samples.length) / sampleRate
          const first = Number.isNaN(playedUntil)
          tally.chunks++
          if (!first && now > playedUntil) {
            tally.underruns++
            if (heardMs < 1000) tally.earlyUnderruns++
            tally.worstLateMs = Math.max(tally.worstLateMs, now - playedUntil)
          }
          // This chunk begins to sound when the one before it has been played; then the next one is pulled.
          const begins = first ? now : Math.max(now, playedUntil)
          playedUntil = begins + lasts
          heardMs += lasts
          return begins > now ? Effect.sleep(begins - now) : Effect.void
        })
      )
    })
  )

/** Lets so many listen at once, and counts what they miss. */
export const listenTogether = Effect.fnUntraced(function* (
  synthesizer: StreamingSynthesizer["Service"],
  { listeners, seconds, say }: ListenOptions
): Effect.fn.Return<Load, SpeakingError> {
  const tally: Tally = { chunks: 0, underruns: 0, earlyUnderruns: 0, worstLateMs: 0 }
  const delay = monitorEventLoopDelay({ resolution: resolutionMs })
  const endsAt = performance.now() + arrivalMs + 1000 * seconds
  const watch = Effect.gen(function* () {
    yield* Effect.sleep(arrivalMs)
    delay.enable()
    while (performance.now() < endsAt) {
      say(`throughput: ${listeners} listeners, ${tally.underruns} underruns`)
      yield* Effect.sleep(500)
    }
    delay.disable()
  })
  const everybody = Array.from({ length: listeners }, (_, i) =>
    Effect.andThen(Effect.sleep((arrivalMs * i) / listeners), listener(synthesizer, rotated(i), endsAt, tally))
  )
  yield* Effect.all([watch, ...everybody], { concurrency: "unbounded", discard: true })
  const ms = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolutionMs)
  return { listeners, ...tally, stallMs: ms(delay.max), stallP999Ms: ms(delay.percentile(99.9)) }
})
