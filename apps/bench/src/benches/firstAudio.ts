import { statistics } from "@parlando/metrics"
import { Voice } from "@parlando/models"
import { resolveConfig, type StreamingConfig, type StreamingSynthesizer } from "@parlando/synthesis"
import { TextFrontend } from "@parlando/text-frontend"
import { Context, Effect, Stream } from "effect"
import { type Bench, result } from "../Bench.ts"
import {
  firstChunkMs,
  lowLatency,
  openSpeech,
  openSynthesizer,
  plainConfig,
  type Speech,
  type SpeakingError
} from "../speech.ts"
import { replies, tokensOf, wordsOfProse } from "../texts.ts"

const lengths = [2, 10, 40, 400, 4000]
const tokensPerSecond = 61.5

const median = (values: ReadonlyArray<number>) => statistics(values)!.p50
const mean = (values: ReadonlyArray<number>) => statistics(values)!.mean

/** First audio of whole texts of all lengths, in turn, so that a drift of the machine is in all of them. */
const byLength = Effect.fnUntraced(function* (
  synthesizer: StreamingSynthesizer["Service"],
  runs: number,
  say: (line: string) => void
): Effect.fn.Return<ReadonlyMap<number, ReadonlyArray<number>>, SpeakingError> {
  const texts = lengths.map((length) => ({ length, text: `${wordsOfProse(length)}.` }))
  const times = new Map(lengths.map((length) => [length, [] as Array<number>]))
  for (const { text } of texts) yield* firstChunkMs(synthesizer, text)
  for (let run = 0; run < runs; run++) {
    for (const { length, text } of texts) times.get(length)!.push(yield* firstChunkMs(synthesizer, text))
    say(`first-audio: ${run + 1} of ${runs} rounds of ${lengths.length} texts`)
  }
  return times
})

/** How many tokens the frontend must see before it lets go of the first clause. */
const tokensNeeded = (speech: Speech, tokens: ReadonlyArray<string>, firstClauseWords: number) =>
  Effect.map(Context.get(speech, TextFrontend).open({ firstClauseWords }), (session) => {
    const decided = tokens.findIndex((token) => session.push(token).length > 0)
    return decided < 0 ? tokens.length : decided + 1
  })

/** Tokens at the pace of a language model; the first one comes at once. */
const paced = (tokens: ReadonlyArray<string>, onToken: (index: number) => void): Stream.Stream<string> =>
  Stream.suspend(() => {
    const started = performance.now()
    return Stream.mapEffect(Stream.fromIterable(tokens.entries()), ([index, token]) => {
      const wait = started + (1000 * index) / tokensPerSecond - performance.now()
      const arrive = Effect.sync(() => {
        onToken(index)
        return token
      })
      return wait > 0 ? Effect.andThen(Effect.sleep(wait), arrive) : arrive
    })
  })

interface Reply {
  readonly needed: number
  /** From the first token to the first sound, in milliseconds. */
  readonly soundMs: number
  /** From the token that decided to the first sound, in milliseconds. */
  readonly computeMs: number
}

/** Feeds replies as tokens and waits for the first sound of each. */
const feed = Effect.fnUntraced(function* (
  speech: Speech,
  config: StreamingConfig,
  texts: ReadonlyArray<string>,
  say: (line: string) => void
) {
  const synthesizer = yield* openSynthesizer(speech, config)
  const { firstClauseWords } = yield* resolveConfig(config, Context.get(speech, Voice).manifest.sampleRate)
  const heard: Array<Reply> = []
  for (const text of texts) {
    const tokens = tokensOf(text)
    const needed = yield* tokensNeeded(speech, tokens, firstClauseWords)
    let firstAt = Number.NaN
    let decidedAt = Number.NaN
    yield* firstChunkMs(
      synthesizer,
      paced(tokens, (index) => {
        if (index === 0) firstAt = performance.now()
        if (index === needed - 1) decidedAt = performance.now()
      })
    )
    const now = performance.now()
    heard.push({ needed, soundMs: now - firstAt, computeMs: now - decidedAt })
    say(`first-audio: ${heard.length} of ${texts.length} replies as tokens`)
  }
  return heard
})

const replyRow = (name: string, heard: ReadonlyArray<Reply>) => {
  const needed = heard.map((reply) => reply.needed)
  const sound = statistics(heard.map(({ soundMs }) => soundMs))!
  return [
    name,
    mean(needed).toFixed(2),
    String(Math.max(...needed)),
    sound.mean.toFixed(1),
    sound.p95.toFixed(1),
    mean(heard.map(({ computeMs }) => computeMs)).toFixed(2)
  ]
}

/** How first audio grows with the text, and how soon a language model's reply sounds. */
export const firstAudio: Bench = Effect.fnUntraced(function* ({ quick, level, progress }) {
  const speech = yield* openSpeech({ workers: 2, level })
  const synthesizer = yield* openSynthesizer(speech, lowLatency)
  const times = yield* byLength(synthesizer, quick ? 5 : 60, progress.say)
  const texts = quick ? replies().slice(0, 5) : replies()
  const low = yield* feed(speech, lowLatency, texts, progress.say)
  const plain = yield* feed(speech, plainConfig, texts, progress.say)
  const perToken = mean(texts.map((text) => text.length / tokensOf(text).length))
  return {
    results: [
      ...lengths.map((length) => result(`first_audio_ms_${length}_words`, median(times.get(length)!), "ms")),
      result("first_audio_growth", median(times.get(4000)!) / median(times.get(10)!), "x"),
      result("tokens_to_first_audio", mean(low.map(({ needed }) => needed)), "tokens"),
      result("first_token_to_sound_ms", mean(low.map(({ soundMs }) => soundMs)), "ms"),
      result("token_compute_ms", mean(low.map(({ computeMs }) => computeMs)), "ms"),
      result("tokens_to_first_audio_default", mean(plain.map(({ needed }) => needed)), "tokens"),
      result("first_token_to_sound_ms_default", mean(plain.map(({ soundMs }) => soundMs)), "ms")
    ],
    tables: [
      {
        title: "The whole text at once, chunks of 256 samples",
        columns: ["words", "runs", "p50 ms", "p95 ms", "p99 ms"],
        rows: lengths.map((length) => {
          const { count, p50, p95, p99 } = statistics(times.get(length)!)!
          return [length, count, p50.toFixed(2), p95.toFixed(2), p99.toFixed(2)].map(String)
        })
      },
      {
        title: `${texts.length} replies as tokens of ${perToken.toFixed(1)} characters, ${tokensPerSecond} a second`,
        columns: ["config", "tokens", "most", "sound ms", "p95 ms", "compute ms"],
        rows: [replyRow("low latency (the goals')", low), replyRow("default", plain)]
      }
    ],
    notes: [
      "tokens: how many the first clause needs, mean; sound: from the first token to the first chunk; compute: from the token that decides to the first chunk."
    ]
  }
})
