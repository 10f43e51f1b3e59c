import { statistics } from "@parlando/metrics"
import { Voice } from "@parlando/models"
import type { StreamingSynthesizer } from "@parlando/synthesis"
import { Context, Effect, Fiber, Stream } from "effect"
import { type Bench, result } from "../Bench.ts"
import { type Heard, hear, lowLatency, openSpeech, openSynthesizer, type SpeakingError } from "../speech.ts"
import { seededRandom } from "../random.ts"
import { StepWatch } from "../StepWatch.ts"
import type { Table } from "../table.ts"
import { rotated } from "../texts.ts"

const text = "Quick test."
/** The seed's targets, in milliseconds. */
const targets = [5, 10, 20, 50]
/** How long the sound takes to fade after a stop, in milliseconds: the default. */
const fadeMs = 50

const row = (target: number, heard: ReadonlyArray<Heard>): ReadonlyArray<string> => {
  const first = statistics(heard.map(({ firstMs }) => firstMs))!
  const whole = statistics(heard.map(({ wholeMs }) => wholeMs))!
  const quality = statistics(heard.map((one) => one.quality))!
  const within = heard.filter(({ firstMs }) => firstMs <= target).length / heard.length
  return [
    `${target} ms`,
    `${first.p50.toFixed(2)} ms`,
    first.p95.toFixed(2),
    first.p99.toFixed(2),
    `${whole.p50.toFixed(1)} ms`,
    quality.mean.toFixed(3),
    first.p50 <= target ? "yes" : "no",
    `${(100 * within).toFixed(1)} %`
  ]
}

/** What happened after a stop. */
interface Stopped {
  /** Until the last sample was heard, in milliseconds: the rest of the chunk that was sounding, and what still came. */
  readonly silentMs: number
  /** How much audio still came, in milliseconds. */
  readonly audioMs: number
  /** Until the stream had ended, in milliseconds, at a player's pace. */
  readonly wallMs: number
  readonly stepsAfter: number
}

/** Speaks at a player's pace, stops after so much audio, and sees what follows. */
const stopAfter = Effect.fnUntraced(function* (
  synthesizer: StreamingSynthesizer["Service"],
  watch: StepWatch,
  text: string,
  afterMs: number
): Effect.fn.Return<Stopped, SpeakingError> {
  return yield* Effect.scoped(
    Effect.gen(function* () {
      const utterance = yield* synthesizer.speak(text)
      let startedAt = Number.NaN
      let heardMs = 0
      let audioMs = 0
      let stopped = false
      const listener = yield* Effect.forkChild(
        Stream.runForEach(utterance.audio, ({ samples, sampleRate }) => {
          const ms = (1000 * samples.length) / sampleRate
          if (stopped) {
            audioMs += ms
            return Effect.void
          }
          const now = performance.now()
          if (heardMs === 0) startedAt = now
          heardMs += ms
          // Until this chunk has been played.
          return Effect.sleep(Math.max(0, startedAt + heardMs - now))
        })
      )
      yield* Effect.sleep(afterMs)
      stopped = true
      const at = performance.now()
      const soundingMs = heardMs === 0 ? 0 : Math.max(0, startedAt + heardMs - at)
      yield* utterance.stop
      const asked = watch.asked
      yield* Fiber.join(listener)
      const wallMs = performance.now() - at
      yield* Effect.sleep(20)
      return { silentMs: soundingMs + audioMs, audioMs, wallMs, stepsAfter: watch.asked - asked }
    })
  )
})

/** The seed's table: how soon "Quick test." sounds; and how soon a stop is silent. */
export const latency: Bench = Effect.fnUntraced(function* ({ quick, level, progress }) {
  const runs = quick ? 10 : 200
  const stops = quick ? 5 : 50
  const watch = new StepWatch()
  watch.listing = false
  const speech = yield* openSpeech({ workers: 2, level, watch })
  const chunk = lowLatency.chunkSize!
  const chunkMs = (1000 * chunk) / Context.get(speech, Voice).manifest.sampleRate
  const synthesizer = yield* openSynthesizer(speech, lowLatency)

  for (let i = 0; i < (quick ? 5 : 20); i++) yield* hear(synthesizer, text)
  const rows: Array<ReadonlyArray<string>> = []
  const all: Array<Heard> = []
  for (const target of targets) {
    const heard: Array<Heard> = []
    for (let run = 0; run < runs; run++) {
      heard.push(yield* hear(synthesizer, text))
      progress.say(`latency: target ${target} ms, ${run + 1} of ${runs} runs`)
    }
    rows.push(row(target, heard))
    all.push(...heard)
  }
  const table: Table = {
    title: `"${text}", warm, chunks of ${chunk} samples (${chunkMs.toFixed(1)} ms), ${runs} runs a row`,
    columns: ["target", "actual", "p95", "p99", "whole", "quality", "success", "runs within"],
    rows
  }

  const stopper = yield* openSynthesizer(speech, { ...lowLatency, interruptionFadeTime: `${fadeMs} millis` })
  const random = seededRandom(1)
  const stopped: Array<Stopped> = []
  for (let i = 0; i < stops; i++) {
    stopped.push(yield* stopAfter(stopper, watch, rotated(i), 40 + 400 * random()))
    progress.say(`latency: ${i + 1} of ${stops} stops`)
  }
  const first = statistics(all.map(({ firstMs }) => firstMs))!
  const silent = statistics(stopped.map(({ silentMs }) => silentMs))!
  const audio = statistics(stopped.map(({ audioMs }) => audioMs))!
  const wall = statistics(stopped.map(({ wallMs }) => wallMs))!
  return {
    results: [
      result("first_audio_ms_p50", first.p50, "ms"),
      result("first_audio_ms_p95", first.p95, "ms"),
      result("first_audio_ms_p99", first.p99, "ms"),
      result("whole_ms_p50", statistics(all.map(({ wholeMs }) => wholeMs))!.p50, "ms"),
      result("quality", statistics(all.map(({ quality }) => quality))!.mean, "0-1"),
      result("stop_ms", silent.max, "ms"),
      result("stop_ms_p50", silent.p50, "ms"),
      result("stop_wall_ms_p50", wall.p50, "ms"),
      result(
        "steps_after_stop",
        stopped.reduce((sum, { stepsAfter }) => sum + stepsAfter, 0),
        "steps"
      ),
      result("fade_and_chunk_ms", fadeMs + chunkMs, "ms")
    ],
    tables: [table],
    notes: [
      `Success: the median first audio is within the target. All percentiles are over ${all.length} runs of the same config.`,
      `stop_ms: from a stop to the last sample that is heard (fade ${fadeMs} ms), the longest of ${stops} stops at random times while a player listened; ` +
        `${audio.p50.toFixed(1)} ms of audio (median) still came, and were in the player's hand after ${wall.p50.toFixed(1)} ms.`
    ]
  }
})
