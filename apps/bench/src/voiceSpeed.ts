import { execFile } from "node:child_process"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { statistics } from "@parlando/metrics"
import { defaultVoice } from "@parlando/speak"
import { Effect } from "effect"
import { type BenchResult, result } from "./Bench.ts"
import { type BareRuns, type BareStep, openBareRuns, readVoiceFiles, type VoiceFiles } from "./bare.ts"
import { BenchError, messageOf } from "./BenchError.ts"
import { decoderStep, encoderStep, vocoderStep } from "./modelSteps.ts"
import { graphs } from "./StepWatch.ts"

const call = promisify(execFile)
const median = (values: ArrayLike<number>) => statistics(values)!.p50

/** Phonemes of the short clause whose beginning is timed. */
const phonemes = 12
const firstSamples = 256
const frames = 64

/** Decoder and vocoder in steps of 64 frames, one thread: time over the time of what sounds. */
const realTimeFactor = Effect.fnUntraced(function* (files: VoiceFiles, bare: BareRuns, pairs: number) {
  const steps = Array.from({ length: pairs }, () => [
    decoderStep(files, 0, frames, false),
    vocoderStep(files, 1, frames, false)
  ]).flat()
  const { stepMs } = yield* bare.run(steps)
  const times = Array.from({ length: pairs }, (_, i) => stepMs[2 * i]! + stepMs[2 * i + 1]!)
  const { hop, sampleRate } = files.manifest
  return median(times.slice(2)) / 1000 / ((frames * hop) / sampleRate)
})

/** Encoder, and decoder and vocoder up to the first 256 samples of a short clause, one thread. */
const firstSound = Effect.fnUntraced(function* (files: VoiceFiles, bare: BareRuns, runs: number) {
  const { hop } = files.manifest
  const { delaySamples, lookaheadFrames } = files.level
  const rows = Math.ceil((firstSamples + delaySamples) / hop)
  const once: ReadonlyArray<BareStep> = [
    encoderStep(0, phonemes, files.manifest.phonemes.length),
    decoderStep(files, 1, rows + lookaheadFrames, true),
    vocoderStep(files, 2, rows, true)
  ]
  const { stepMs } = yield* bare.run(Array.from({ length: runs }, () => once).flat())
  const times = Array.from({ length: runs }, (_, i) => stepMs[3 * i]! + stepMs[3 * i + 1]! + stepMs[3 * i + 2]!)
  return median(times.slice(2))
})

/** How long cold processes take to load, in milliseconds; the median. */
const loadTime = (args: ReadonlyArray<string>, runs: number): Effect.Effect<number, BenchError> =>
  Effect.tryPromise({
    try: async () => {
      const entry = fileURLToPath(new URL("./loadProcess.ts", import.meta.url))
      const times: Array<number> = []
      for (let run = 0; run < runs; run++) {
        times.push(Number((await call(process.execPath, [entry, ...args])).stdout))
      }
      return median(times)
    },
    catch: (cause) =>
      new BenchError({ message: `The voice could not be loaded in a process of its own: ${messageOf(cause)}.` })
  })

const voiceFolder = () => dirname(createRequire(import.meta.url).resolve(`@parlando/voice-${defaultVoice}/voice.json`))

/** Size and speed of a level of the default voice. */
export const measureSpeed = Effect.fnUntraced(function* (level: string | undefined, quick: boolean) {
  const files = yield* readVoiceFiles(level)
  const bare = yield* openBareRuns(files)
  const names = graphs.map((graph) => files.level[graph])
  const bytes = names.reduce((sum, name) => sum + files.manifest.files[name]!.bytes, 0)
  const paths = names.map((name) => join(voiceFolder(), name))
  const rtf = yield* realTimeFactor(files, bare, quick ? 10 : 60)
  const first = yield* firstSound(files, bare, quick ? 20 : 200)
  const load = yield* loadTime(["graphs", ...paths], quick ? 2 : 9)
  const loadSpeech = yield* loadTime(["speech"], quick ? 2 : 9)
  const results: ReadonlyArray<BenchResult> = [
    result("voice_bytes", bytes, "bytes"),
    result("rtf_64_frames", rtf, "x"),
    result("first_256_ms", first, "ms"),
    result("load_ms", load, "ms"),
    result("load_speech_ms", loadSpeech, "ms")
  ]
  return { results, levelName: files.levelName }
})
