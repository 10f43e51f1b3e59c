import { type Bench, result } from "../Bench.ts"
import { Effect, Stream } from "effect"
import { linePlot, type Series } from "../linePlot.ts"
import { MemoryLog, type MemorySample } from "../MemoryLog.ts"
import { seededRandom } from "../random.ts"
import { openSpeech, openSynthesizer, plainConfig } from "../speech.ts"
import { charactersOfProse, replies } from "../texts.ts"

/** Utterances that are not counted: caches fill, code is compiled, the allocator finds its size. */
const warmUp = 500
/** Utterances that are spoken at once. */
const together = 4

const median = (values: ReadonlyArray<number>) => values.toSorted((a, b) => a - b)[values.length >> 1]!

const series = (samples: ReadonlyArray<MemorySample>): ReadonlyArray<Series> => [
  { name: "resident", points: samples.map(({ at, rssMb }) => [at, rssMb] as const) },
  { name: "heap in use", points: samples.map(({ at, heapMb }) => [at, heapMb] as const) },
  { name: "array buffers", points: samples.map(({ at, buffersMb }) => [at, buffersMb] as const) }
]

/** What memory does over one very long utterance and over thousands of stopped ones. */
export const memory: Bench = Effect.fnUntraced(function* ({ quick, level, progress }) {
  const characters = quick ? 2000 : 100_000
  const utterances = quick ? 120 : 5000
  const ignored = quick ? 40 : warmUp
  const speech = yield* openSpeech({ workers: 2, level })
  const synthesizer = yield* openSynthesizer(speech, plainConfig)

  const long = new MemoryLog()
  let seconds = 0
  const started = performance.now()
  yield* Effect.scoped(
    Effect.gen(function* () {
      const { audio } = yield* synthesizer.speak(charactersOfProse(characters))
      let due = 0
      yield* Stream.runForEach(audio, ({ samples, sampleRate, words }) => {
        seconds += samples.length / sampleRate
        if (seconds < due) return Effect.void
        due = seconds + (quick ? 5 : 30)
        long.sample(seconds / 60)
        const read = words.at(-1)?.textEnd
        if (read !== undefined) progress.say(`memory: ${read} of ${characters} characters`)
        return Effect.void
      })
    })
  )
  const longMs = performance.now() - started
  long.sample(seconds / 60)

  const stopped = new MemoryLog()
  const random = seededRandom(5)
  const texts = replies()
  let done = 0
  const stopSomewhere = Effect.suspend(() => {
    const text = texts[Math.floor(random() * texts.length)]!
    const chunks = Math.floor(random() * 12)
    const way = random()
    return Effect.scoped(
      Effect.gen(function* () {
        const { audio, stop } = yield* synthesizer.speak(text)
        // Stopped with a fade, or left by a listener who goes away, or never listened to.
        if (way < 0.1) return
        let heard = 0
        if (way < 0.6) {
          yield* Stream.runForEach(audio, () => (heard++ === chunks ? stop : Effect.void))
        } else {
          yield* Stream.runDrain(Stream.take(audio, chunks + 1))
        }
      })
    ).pipe(
      Effect.tap(() =>
        Effect.sync(() => {
          done++
          if (done % (quick ? 10 : 50) === 0) stopped.sample(done)
          progress.say(`memory: ${done} of ${utterances} stopped utterances`)
        })
      )
    )
  })
  yield* Effect.forEach(Array.from({ length: utterances }), () => stopSomewhere, {
    concurrency: together,
    discard: true
  })

  const after = stopped.samples.filter(({ at }) => at >= ignored)
  const few = Math.max(3, Math.round(after.length / 10))
  const growth = (field: "rssMb" | "heapMb") =>
    median(after.slice(-few).map((sample) => sample[field])) -
    median(after.slice(0, few).map((sample) => sample[field]))
  const tail = long.samples.slice(Math.floor(long.samples.length / 10))
  const longGrowth = (tail.at(-1)?.rssMb ?? 0) - (tail[0]?.rssMb ?? 0)
  return {
    results: [
      result("rss_growth_mb", growth("rssMb"), "MB"),
      result("heap_growth_mb", growth("heapMb"), "MB"),
      result("long_text_rss_growth_mb", longGrowth, "MB"),
      result("rss_peak_mb", Math.max(...[...long.samples, ...stopped.samples].map(({ rssMb }) => rssMb)), "MB"),
      result("long_text_audio_s", seconds, "s"),
      result("long_text_ms", longMs, "ms")
    ],
    notes: [
      `One utterance of ${characters} characters, then ${utterances} utterances stopped at random places (seeded), ${together} at once: half with a fade, ` +
        "the others left by their listener, one in ten never listened to. Garbage is collected before each sample.",
      `Growth: median of the last tenth of samples less the median of the first tenth after ${ignored} utterances. The long text's: from a tenth of its way to its end.`
    ],
    plot: linePlot([
      {
        title: `One utterance of ${characters.toLocaleString("en-US")} characters`,
        xLabel: "minutes of audio",
        yLabel: "MB",
        series: series(long.samples)
      },
      {
        title: `${utterances.toLocaleString("en-US")} utterances stopped at random places`,
        xLabel: "utterances",
        yLabel: "MB",
        series: series(stopped.samples)
      }
    ])
  }
})
