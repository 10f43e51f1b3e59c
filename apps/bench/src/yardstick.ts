import { statistics } from "@parlando/metrics"
import { Effect } from "effect"
import { type BenchResult, result } from "./Bench.ts"
import type { BareRuns, VoiceFiles } from "./bare.ts"
import type { BenchError } from "./BenchError.ts"
import { decoderStep, vocoderStep } from "./modelSteps.ts"

/** Times of fixed work, by which two runs of a bench on a drifting machine can be compared. */
export interface Yardstick {
  /** A fixed loop of integer and floating-point arithmetic, in milliseconds. */
  readonly loopMs: number
  /** A bare step of 64 frames through decoder and vocoder, in milliseconds. */
  readonly stepMs: number
}

const repeats = 15
let sink = 0

const loop = (): number => {
  const started = performance.now()
  let state = 1
  let sum = 0
  for (let i = 0; i < 2_000_000; i++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    sum += Math.sqrt((state >>> 0) / 0x1_0000_0000)
  }
  sink += sum
  return performance.now() - started
}

const median = (values: ReadonlyArray<number>) => statistics(values)!.p50

/** Measures the fixed work: medians of 15. */
export const measureYardstick = Effect.fnUntraced(function* (
  files: VoiceFiles,
  bare: BareRuns
): Effect.fn.Return<Yardstick, BenchError> {
  const pair = [decoderStep(files, 0, 64, false), vocoderStep(files, 1, 64, false)]
  const steps = Array.from({ length: repeats }, () => pair).flat()
  const { stepMs } = yield* bare.run(steps)
  const pairs = Array.from({ length: repeats }, (_, i) => stepMs[2 * i]! + stepMs[2 * i + 1]!)
  const loops = Array.from({ length: repeats }, loop)
  return { loopMs: median(loops), stepMs: median(pairs) }
})

/** The yardstick before and after a bench, as results. */
export const yardstickResults = (before: Yardstick, after: Yardstick): ReadonlyArray<BenchResult> => [
  result("yardstick_loop_ms", (before.loopMs + after.loopMs) / 2, "ms"),
  result("yardstick_step_ms", (before.stepMs + after.stepMs) / 2, "ms")
]

/** The yardstick in a line, with a warning if the machine changed its pace meanwhile. */
export const formatYardstick = (before: Yardstick, after: Yardstick): string => {
  const drift = Math.max(Math.abs(after.loopMs / before.loopMs - 1), Math.abs(after.stepMs / before.stepMs - 1))
  const line =
    `yardstick fixed loop ${before.loopMs.toFixed(2)} ms before, ${after.loopMs.toFixed(2)} ms after; ` +
    `bare step of 64 frames ${before.stepMs.toFixed(2)} ms before, ${after.stepMs.toFixed(2)} ms after`
  return drift > 0.15
    ? `${line}\nWARNING   the machine changed its pace by ${Math.round(100 * drift)} % meanwhile.`
    : line
}
