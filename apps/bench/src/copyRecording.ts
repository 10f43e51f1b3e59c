import { readFile } from "node:fs/promises"
import { parseWav, wavToMono } from "@parlando/audio"
import { Voice } from "@parlando/models"
import { writeWav } from "@parlando/node"
import { Context, Effect, Result, Stream } from "effect"
import { BenchError } from "./BenchError.ts"
import { atVoiceRate, copySynthesis } from "./copySynthesis.ts"
import { hop } from "./features/constants.ts"
import { openSpeech } from "./speech.ts"

/** Copies a WAV file through features and vocoder into another. Returns a line that says so. */
export const copyRecording = Effect.fnUntraced(function* (
  { from, to }: { readonly from: string; readonly to: string },
  level: string | undefined
) {
  const bytes = yield* Effect.tryPromise({
    try: () => readFile(from),
    catch: () => new BenchError({ message: `'${from}' cannot be read; give a WAV file that is there.` })
  })
  const parsed = parseWav(bytes)
  if (Result.isFailure(parsed)) return yield* new BenchError({ message: `'${from}': ${parsed.failure.message}` })
  const recording = atVoiceRate(wavToMono(parsed.success), parsed.success.sampleRate)
  if (recording.length < 2 * hop) {
    return yield* new BenchError({ message: `'${from}' lasts less than two frames; give a longer recording.` })
  }
  const voice = Context.get(yield* openSpeech({ workers: 1, level }), Voice)
  const samples = yield* copySynthesis(voice, recording, 0)
  const { sampleRate } = voice.manifest
  yield* writeWav(to)(Stream.make({ index: 0, start: 0, samples, sampleRate, words: [] }))
  return `${(samples.length / sampleRate).toFixed(2)} s of '${from}' copied through features and vocoder into '${to}'.`
})
