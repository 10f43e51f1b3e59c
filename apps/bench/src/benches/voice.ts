import { Voice } from "@parlando/models"
import { Context, Effect } from "effect"
import type { Bench } from "../Bench.ts"
import { openSpeech } from "../speech.ts"
import { measureScores } from "../voiceScores.ts"
import { measureSpeed } from "../voiceSpeed.ts"

/** What the default voice is worth: how it sounds, how fast it is, how large. */
export const voice: Bench = Effect.fnUntraced(function* ({ quick, level, yardsticks, progress }) {
  progress.say("voice: size and speed")
  const speed = yield* Effect.scoped(measureSpeed(level, quick))
  const speech = yield* openSpeech({ workers: 2, level })
  const { name, version } = Context.get(speech, Voice).manifest
  const scores = yield* measureScores(speech, yardsticks, quick, progress.say)
  return {
    results: [...scores.results, ...speed.results],
    notes: [
      `${name} ${version}, level ${speed.levelName}.`,
      ...scores.notes,
      "rtf_64_frames: bare steps of 64 frames through decoder and vocoder; first_256_ms: bare encoder, decoder and vocoder up to 256 samples of 12 phonemes.",
      "load_ms: a cold process from the import of onnxruntime to the last graph; load_speech_ms: the same for all that the speech layer opens."
    ]
  }
})
