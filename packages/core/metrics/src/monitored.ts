import type { Stage } from "@parlando/pipeline"
import { Cause, Clock, Effect, Exit, Pull, Stream } from "effect"
import type { Outcome } from "./Operation.ts"
import { PerformanceMonitor } from "./PerformanceMonitor.ts"

/** What the monitor needs to know of an utterance beside its audio. */
export interface MonitoredOptions {
  /** UTF-16 code units of the text spoken; asked at the end, because a text may still be growing when its audio begins. */
  readonly textLength: () => number
  /** Milliseconds so far in which there was nothing to work on, such as those in which the text was awaited. */
  readonly waited?: () => number
  /** The quality of the audio, 0-1; asked at the end, if there was any audio. */
  readonly quality?: () => number
}

/**
 * A stage that passes an utterance's audio on untouched and, when it ends, fails, or is stopped, records it with the
 * {@link PerformanceMonitor}: time to first audio, work, samples and outcome. Time that the listener takes between two
 * chunks is not work, nor is the time that `waited` tells.
 *
 * @example
 * ```ts
 * import { monitored } from "@parlando/metrics"
 * import { Stream } from "effect"
 *
 * const text = "Quick test."
 * const audio = Stream.make({ samples: new Float32Array(512) })
 * const watched = audio.pipe(monitored({ textLength: () => text.length }))
 * ```
 */
export const monitored =
  <Chunk extends { readonly samples: Float32Array }>(
    options: MonitoredOptions
  ): Stage<Chunk, Chunk, never, PerformanceMonitor> =>
  (input) =>
    Stream.unwrap(
      Effect.gen(function* () {
        const monitor = yield* PerformanceMonitor
        const clock = yield* Clock.Clock
        const now = (): number => Number(clock.monotonicTimeNanosUnsafe()) / 1e6
        const start = now()
        let pulledAt: number | undefined = start
        let work = 0
        let firstAudio: number | undefined
        let samples = 0
        let outcome: Outcome = "stopped"

        const rest = (): void => {
          if (pulledAt !== undefined) work += now() - pulledAt
          pulledAt = undefined
        }
        const timed = Stream.transformPull(input, (pull) =>
          Effect.succeed(
            Effect.suspend(() => {
              pulledAt ??= now()
              return Effect.onExit(pull, (exit) => {
                rest()
                if (Exit.isFailure(exit)) {
                  if (Pull.isDoneCause(exit.cause)) outcome = "completed"
                  else if (!Cause.hasInterruptsOnly(exit.cause)) outcome = "failed"
                } else {
                  firstAudio ??= Math.max(0, now() - start - (options.waited?.() ?? 0))
                  for (const chunk of exit.value) samples += chunk.samples.length
                }
                return Effect.void
              })
            })
          )
        )
        return Stream.onExit(timed, () => {
          rest()
          const quality = samples > 0 ? options.quality?.() : undefined
          return monitor.record({
            outcome,
            latency: Math.max(0, work - (options.waited?.() ?? 0)),
            ...(firstAudio === undefined ? {} : { firstAudio }),
            samples,
            textLength: options.textLength(),
            ...(quality === undefined ? {} : { quality })
          })
        })
      })
    )
