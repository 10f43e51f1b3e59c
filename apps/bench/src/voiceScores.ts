import { existsSync, readFileSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Voice } from "@parlando/models"
import { synthesis, type SynthesisError } from "@parlando/synthesis"
import { Context, Effect, Stream } from "effect"
import { type BenchResult, result } from "./Bench.ts"
import { BenchError, messageOf } from "./BenchError.ts"
import { copySynthesis } from "./copySynthesis.ts"
import { heldOutClips } from "./heldOut.ts"
import { type Loudness, recognise, recognitionLacks, speakWithFlite } from "./recognition.ts"
import { openScorers, type Scorers, type Scores } from "./scores/scorers.ts"
import { repositoryPath, sharedPath } from "./sharedPath.ts"
import type { Speech } from "./speech.ts"
import { editDistance, errorRate, errorRatio, plainWords, type WordErrors } from "./wordErrors.ts"

/** Figures, and sentences about how they came about. */
export interface Scored {
  readonly results: ReadonlyArray<BenchResult>
  readonly notes: ReadonlyArray<string>
}

type Say = (line: string) => void

const nothing = (note: string): Scored => ({ results: [], notes: [note] })

/** Sentences of `tooling/training` that the voice was not trained on, one a line. */
const linesOf = (name: string): Effect.Effect<ReadonlyArray<string>, BenchError> => {
  const path = repositoryPath("tooling", "training", name)
  return existsSync(path)
    ? Effect.sync(() =>
        readFileSync(path, "utf8")
          .split("\n")
          .filter((line) => line.trim() !== "")
      )
    : Effect.fail(new BenchError({ message: `'${path}' is missing; run the bench in a whole copy of the repository.` }))
}

const mean = (values: ReadonlyArray<number>) => values.reduce((a, b) => a + b, 0) / values.length

const spread = (values: ReadonlyArray<number>) => {
  const centre = mean(values)
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)))
}

/** Means as results, with their spread in a sentence. */
const summary = (prefix: string, what: string, scores: ReadonlyArray<Scores>): Scored => {
  const parts = (["bvcc", "ovrl"] as const).map((key) => ({ key, values: scores.map((one) => one[key]) }))
  const spreads = parts.map(({ key, values }) => {
    const deviation = spread(values)
    return `${key} deviates by ${deviation.toFixed(2)} (standard error ${(deviation / Math.sqrt(values.length)).toFixed(3)})`
  })
  return {
    results: parts.map(({ key, values }) => result(`${prefix}_${key}`, mean(values), "1-5")),
    notes: [`${prefix}: ${what}; ${spreads.join(", ")}.`]
  }
}

/** Speaks a text with a seed of its noise: all its samples. */
const speak = (speech: Speech, text: string, seed: number): Effect.Effect<Float32Array, SynthesisError> =>
  Stream.make(text).pipe(
    synthesis({ seed }),
    Stream.runCollect,
    Effect.map((chunks) => {
      const last = chunks.at(-1)!
      const samples = new Float32Array(last.start + last.samples.length)
      for (const chunk of chunks) samples.set(chunk.samples, chunk.start)
      return samples
    }),
    Effect.provide(speech)
  )

/** How recordings that the voice never saw survive their features, beside themselves. */
const scoreCopies = Effect.fnUntraced(function* (speech: Speech, scorers: Scorers, most: number, say: Say) {
  const corpus = sharedPath("corpus", "ljspeech-subset")
  if (corpus === undefined) return nothing("copy: skipped, for there is no ../shared/corpus/ljspeech-subset.")
  const voice = Context.get(speech, Voice)
  const { sampleRate } = voice.manifest
  const clips = yield* Effect.try({
    try: () => heldOutClips(corpus, most),
    catch: (cause) => new BenchError({ message: `'${corpus}' cannot be read (${messageOf(cause)}); fetch it again.` })
  })
  const natural: Array<Scores> = []
  const copied: Array<Scores> = []
  for (const { samples } of clips) {
    natural.push(yield* scorers.score(samples, sampleRate))
    copied.push(yield* scorers.score(yield* copySynthesis(voice, samples, 0), sampleRate))
    say(`voice: ${copied.length} of ${clips.length} held-out clips`)
  }
  const both = [
    summary("copy", `${clips.length} held-out clips through features and vocoder`, copied),
    summary("natural", "the same clips as they are", natural)
  ]
  return { results: both.flatMap((one) => one.results), notes: both.flatMap((one) => one.notes) }
})

/** How sentences sound that are not in the corpus. */
const scoreSentences = Effect.fnUntraced(function* (
  speech: Speech,
  scorers: Scorers,
  most: number,
  seeds: number,
  say: Say
) {
  const texts = (yield* linesOf("sentences.txt")).slice(0, most)
  const { sampleRate } = Context.get(speech, Voice).manifest
  const scores: Array<Scores> = []
  for (let seed = 1; seed <= seeds; seed++) {
    for (const text of texts) {
      scores.push(yield* scorers.score(yield* speak(speech, text, seed), sampleRate))
      say(`voice: ${scores.length} of ${texts.length * seeds} sentences`)
    }
  }
  return summary("tts", `${texts.length} sentences with ${seeds} seeds each, all of them counted`, scores)
})

const loudnesses: ReadonlyArray<Loudness> = ["peak", "26dbfs"]

/** Word errors by pocketsphinx over those of flite's `rms`, on Harvard lists 1-4. */
const scoreWords = Effect.fnUntraced(function* (speech: Speech, most: number, seeds: number, say: Say) {
  const lacks = recognitionLacks()
  if (lacks !== undefined) return nothing(`wer_over_flite: skipped; install ${lacks}.`)
  const texts = (yield* linesOf("harvard.txt")).slice(0, most)
  const folder = yield* Effect.acquireRelease(
    Effect.promise(() => mkdtemp(join(tmpdir(), "parlando-bench-"))),
    (path) => Effect.promise(() => rm(path, { recursive: true, force: true }))
  )
  const { sampleRate } = Context.get(speech, Voice).manifest
  const errorsIn = Effect.fnUntraced(function* (text: string, samples: Float32Array, rate: number) {
    const words = plainWords(text)
    const errors = loudnesses.map((loudness) =>
      Effect.map(recognise(samples, rate, loudness, folder), (heard): WordErrors => ({
        errors: editDistance(words, heard),
        words: words.length
      }))
    )
    return yield* Effect.all(errors)
  })
  const ours: Array<ReadonlyArray<WordErrors>> = []
  const theirs: Array<ReadonlyArray<WordErrors>> = []
  for (let seed = 1; seed <= seeds; seed++) {
    for (const text of texts) {
      ours.push(yield* errorsIn(text, yield* speak(speech, text, seed), sampleRate))
      say(`voice: ${ours.length} of ${texts.length * seeds} Harvard sentences heard`)
    }
  }
  for (const text of texts) {
    const { samples, rate } = yield* speakWithFlite(text, folder)
    theirs.push(yield* errorsIn(text, samples, rate))
    say(`voice: ${theirs.length} of ${texts.length} Harvard sentences heard from flite`)
  }
  const parts = loudnesses.map((loudness, i): Scored => {
    const [mine, other] = [ours.map((errors) => errors[i]!), theirs.map((errors) => errors[i]!)]
    const { value, low, high } = errorRatio(mine, other)
    const end = loudness === "peak" ? "" : `_${loudness}`
    return {
      results: [
        result(`wer_over_flite${end}`, value, "x"),
        result(`wer${end}`, 100 * errorRate(mine), "%"),
        result(`wer_flite_rms${end}`, 100 * errorRate(other), "%")
      ],
      notes: [
        `wer_over_flite${end}: ${texts.length} Harvard sentences, ${seeds} seeds; nine of ten drawings of the sentences give ${low.toFixed(2)} to ${high.toFixed(2)}.`
      ]
    }
  })
  return { results: parts.flatMap((part) => part.results), notes: parts.flatMap((part) => part.notes) }
}, Effect.scoped)

/** All scores of what speaks; those that something is missing for are left out and said. */
export const measureScores = Effect.fnUntraced(function* (
  speech: Speech,
  yardsticks: string | undefined,
  quick: boolean,
  say: Say
) {
  const seeds = quick ? 1 : 2
  const folder = yardsticks ?? sharedPath("yardsticks")
  const parts: Array<Scored> = []
  if (folder === undefined) {
    parts.push(nothing("Scores are skipped: give the folder of their models with --yardsticks."))
  } else {
    const scorers = yield* Effect.provide(openScorers(folder), speech)
    parts.push(yield* scoreCopies(speech, scorers, quick ? 3 : Number.POSITIVE_INFINITY, say))
    parts.push(yield* scoreSentences(speech, scorers, quick ? 4 : Number.POSITIVE_INFINITY, seeds, say))
  }
  parts.push(yield* scoreWords(speech, quick ? 4 : Number.POSITIVE_INFINITY, seeds, say))
  return { results: parts.flatMap((part) => part.results), notes: parts.flatMap((part) => part.notes) }
})
