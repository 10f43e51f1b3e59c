import { availableParallelism } from "node:os"
import { statistics } from "@parlando/metrics"
import { latencyProfiles, type StreamingConfig } from "@parlando/synthesis"
import { Effect } from "effect"
import { type Bench, result } from "../Bench.ts"
import { listenTogether, type Load } from "../listeners.ts"
import { hear, openSpeech, openSynthesizer, plainConfig } from "../speech.ts"
import { wordsOfProse } from "../texts.ts"

/** More are not tried. */
const mostListeners = 2000

/** What many listeners are served with: the profile that gathers 40 ms before the first chunk, so that the air is never dead. */
const steady: StreamingConfig = {
  ...latencyProfiles.liveBroadcasting,
  cacheSeconds: 0,
  maxUtterances: mostListeners
}

/** The real-time factor with one worker, of wall time and of processor time. */
const realTimeFactor = Effect.fnUntraced(function* (
  level: string | undefined,
  words: number,
  runs: number,
  say: (line: string) => void
) {
  const speech = yield* openSpeech({ workers: 1, level })
  const synthesizer = yield* openSynthesizer(speech, plainConfig)
  const text = wordsOfProse(words)
  yield* hear(synthesizer, wordsOfProse(20))
  const wall: Array<number> = []
  const cpu: Array<number> = []
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage()
    const { wholeMs, samples, sampleRate } = yield* hear(synthesizer, text)
    const { user, system } = process.cpuUsage(before)
    const seconds = samples / sampleRate
    wall.push(wholeMs / 1000 / seconds)
    cpu.push((user + system) / 1e6 / seconds)
    say(`throughput: ${run + 1} of ${runs} runs of ${words} words on one worker`)
  }
  return { wall: statistics(wall)!.p50, cpu: statistics(cpu)!.p50 }
}, Effect.scoped)

/** Live listeners: twice as many until somebody hears a gap, then by halves between what went well and what did not. */
const search = Effect.fnUntraced(function* (
  level: string | undefined,
  quick: boolean,
  first: number,
  say: (line: string) => void
) {
  const workers = Math.min(2, availableParallelism())
  const speech = yield* openSpeech({ workers, level, maxSessions: 3 * mostListeners })
  const synthesizer = yield* openSynthesizer(speech, steady)
  const loads: Array<Load> = []
  const attempt = Effect.fnUntraced(function* (listeners: number) {
    const load = yield* listenTogether(synthesizer, { listeners, seconds: quick ? 2 : 10, say })
    loads.push(load)
    return load.underruns === 0
  })
  let good = 0
  let bad = Math.max(2, first)
  while (bad <= mostListeners && (yield* attempt(bad))) {
    good = bad
    bad = Math.ceil(bad * 1.5)
  }
  while (bad - good > Math.max(1, Math.ceil(good * (quick ? 0.25 : 0.04)))) {
    const middle = Math.floor((good + bad) / 2)
    if (yield* attempt(middle)) good = middle
    else bad = middle
  }
  return { loads, best: loads.findLast((load) => load.underruns === 0) }
}, Effect.scoped)

/** How much a thread and a machine can speak. */
export const throughput: Bench = Effect.fnUntraced(function* ({ quick, level, progress }) {
  const factor = yield* realTimeFactor(level, quick ? 60 : 400, 3, progress.say)
  const { loads, best } = yield* search(level, quick, Math.round(0.5 / factor.wall), progress.say)
  const streams = best?.listeners ?? 0
  return {
    results: [
      result("rtf_1_thread", factor.wall, "x"),
      result("cpu_rtf_1_thread", factor.cpu, "x"),
      result("live_streams", streams, "streams"),
      result("live_streams_of_ideal", streams / (2 / factor.wall), "x"),
      result("event_loop_stall_ms", best?.stallMs ?? Number.NaN, "ms"),
      result("event_loop_stall_ms_p999", best?.stallP999Ms ?? Number.NaN, "ms")
    ],
    tables: [
      {
        title:
          "Listeners at once, each with a text of its own, in chunks of 512 samples (23 ms) at a player's pace; two workers",
        columns: ["listeners", "underruns", "in the 1st s", "chunks", "late by ms", "stall ms", "stall p99.9 ms"],
        rows: loads
          .toSorted((a, b) => a.listeners - b.listeners)
          .map((load) =>
            [
              load.listeners,
              load.underruns,
              load.earlyUnderruns,
              load.chunks,
              load.worstLateMs.toFixed(1),
              load.stallMs.toFixed(1),
              load.stallP999Ms.toFixed(1)
            ].map(String)
          )
      }
    ],
    notes: [
      "An underrun: a chunk was not there when the one before it had been played. A player pulls a chunk when the one before it begins to sound.",
      "Listeners are served with the liveBroadcasting profile: 40 ms gathered before the first chunk, at most 186 ms made ahead.",
      "Stall: how much later than asked a timer of 1 ms fired on the event loop that serves all listeners; longest at the best load."
    ]
  }
})
