import { float32, type InferenceError, type Session } from "@parlando/inference"
import { Resampler, sampleNoise, softLimit } from "@parlando/audio"
import type { Voice } from "@parlando/models"
import { Effect, type Scope } from "effect"
import { sampleRate } from "./features/constants.ts"
import { analyse } from "./features/features.ts"

/** Frames of a step. */
const step = 64

/** Samples at the rate of the features. */
export const atVoiceRate = (samples: Float32Array, rate: number): Float32Array => {
  if (rate === sampleRate) return samples
  const resampler = new Resampler(rate, sampleRate)
  const [body, tail] = [resampler.push(samples), resampler.flush()]
  const whole = new Float32Array(body.length + tail.length)
  whole.set(body)
  whole.set(tail, body.length)
  return whole
}

/** What the vocoder makes of the features of a recording, in whole frames. */
export const copySynthesis = Effect.fnUntraced(function* (
  voice: Voice["Service"],
  recording: Float32Array,
  seed: number
): Effect.fn.Return<Float32Array, InferenceError, Scope.Scope> {
  const { frames, values } = analyse(recording)
  const { hop, melBins } = voice.manifest
  const size = melBins + 2
  const delay = voice.level.delaySamples
  // Copies of the last frame push the delayed samples out.
  const flush = Math.ceil(delay / hop)
  const fed = new Float32Array((frames + flush) * size)
  fed.set(values)
  for (let i = 0; i < flush; i++) fed.copyWithin((frames + i) * size, (frames - 1) * size, frames * size)
  const audio = new Float32Array((frames + flush) * hop)
  const session: Session = yield* voice.vocoder.open()
  for (let at = 0; at < frames + flush; at += step) {
    const count = Math.min(step, frames + flush - at)
    const outputs = yield* session.run(
      {
        features: float32(fed.slice(at * size, (at + count) * size), [1, count, size]),
        noise: float32(sampleNoise(seed, at * hop, count * hop), [1, count * hop])
      },
      { fresh: at === 0 }
    )
    audio.set(outputs["audio"]!.data as Float32Array, at * hop)
  }
  return softLimit(audio.slice(delay, delay + frames * hop))
}, Effect.scoped)
