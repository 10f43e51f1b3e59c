import { statistics } from "@parlando/metrics"
import { Effect } from "effect"
import { type Bench, result } from "../Bench.ts"
import { type BareStep, openBareRuns, readVoiceFiles } from "../bare.ts"
import { measureParts } from "../overheadParts.ts"
import { hear, openSpeech, openSynthesizer, plainConfig } from "../speech.ts"
import { StepWatch, type WatchedStep } from "../StepWatch.ts"
import { paragraphs, wordsOfProse } from "../texts.ts"

const median = (values: ReadonlyArray<number>) => statistics(values)!.p50

/** How long at least one step was asked for and not yet answered, in milliseconds. */
const inFlight = (steps: ReadonlyArray<WatchedStep>): number => {
  let sum = 0
  let until = Number.NEGATIVE_INFINITY
  for (const { askedAt, doneAt } of steps.toSorted((one, other) => one.askedAt - other.askedAt)) {
    sum += Math.max(0, doneAt - Math.max(askedAt, until))
    until = Math.max(until, doneAt)
  }
  return sum
}

/** The same steps bare and through the whole pipeline, one worker each, in turn. */
export const overhead: Bench = Effect.fnUntraced(function* ({ quick, level, progress }) {
  const text = quick ? paragraphs()[0]! : wordsOfProse(185)
  const rounds = quick ? 3 : 9
  const bare = yield* openBareRuns(yield* readVoiceFiles(level))
  const watch = new StepWatch()
  const speech = yield* openSpeech({ workers: 1, level, watch })
  const synthesizer = yield* openSynthesizer(speech, plainConfig)

  // The steps of one utterance, as they are asked for, are what is run bare.
  watch.keepInputs = true
  const { samples, sampleRate } = yield* hear(synthesizer, text)
  watch.keepInputs = false
  const steps: ReadonlyArray<BareStep> = watch.steps.map(({ graph, session, fresh, inputs }) => ({
    graph,
    session,
    fresh,
    inputs: inputs!
  }))
  yield* bare.run(steps)

  const bareMs: Array<number> = []
  const pipelineMs: Array<number> = []
  const flightMs: Array<number> = []
  for (let round = 0; round < rounds; round++) {
    bareMs.push((yield* bare.run(steps)).totalMs)
    watch.clear()
    pipelineMs.push((yield* hear(synthesizer, text)).wholeMs)
    flightMs.push(inFlight(watch.steps))
    progress.say(`overhead: ${round + 1} of ${rounds} rounds`)
  }
  const ratios = pipelineMs.map((ms, i) => ms / bareMs[i]!)
  const parts = yield* measureParts(speech, text, rounds)
  const [bareMedian, pipelineMedian] = [median(bareMs), median(pipelineMs)]
  const flight = median(flightMs)
  const messages = flight - bareMedian
  const outside = pipelineMedian - flight
  const profile: ReadonlyArray<readonly [string, number]> = [
    ["the models (bare runs)", bareMedian],
    ["messages: a step is under way, no model runs", messages],
    ["between steps: nothing is under way", outside],
    ["  work there and meanwhile: text frontend", parts.frontendMs],
    ["  noise, limiter, frames, chunks", parts.signalMs],
    ["  measuring the quality", parts.qualityMs],
    ["the whole pipeline", pipelineMedian]
  ]
  const seconds = samples / sampleRate
  const perStep = steps.length
  return {
    results: [
      result("overhead_ratio", median(ratios), "x"),
      result("bare_ms", bareMedian, "ms"),
      result("pipeline_ms", pipelineMedian, "ms"),
      result("bare_rtf", bareMedian / 1000 / seconds, "x"),
      result("pipeline_rtf", pipelineMedian / 1000 / seconds, "x"),
      result("overhead_messages_ms", messages, "ms"),
      result("overhead_frontend_ms", parts.frontendMs, "ms"),
      result("overhead_signal_ms", parts.signalMs, "ms"),
      result("overhead_quality_ms", parts.qualityMs, "ms"),
      result("overhead_between_ms", outside, "ms")
    ],
    tables: [
      {
        title: `Where the time goes: ${seconds.toFixed(1)} s of audio, ${perStep} steps, medians of ${rounds} rounds`,
        columns: ["part", "ms", "of bare", "us a step"],
        rows: profile.map(([name, ms]) => [
          name,
          ms.toFixed(2),
          `${((100 * ms) / bareMedian).toFixed(1)} %`,
          ((1000 * ms) / perStep).toFixed(1)
        ])
      }
    ],
    notes: [
      "Bare: the same steps with the same inputs, one after the other in one worker thread, timed inside it; states stay in the worker.",
      "The work of the frontend, of signal processing and of measuring was timed alone; what of it falls between steps is in the line above, the rest, and streams and fibers, run beside the models."
    ]
  }
})
