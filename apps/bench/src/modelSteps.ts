import { float32, int32, type Tensors } from "@parlando/inference"
import { featureSize } from "@parlando/models"
import { sampleNoise } from "@parlando/audio"
import type { BareStep, VoiceFiles } from "./bare.ts"

const scalar = (value: number) => float32(Float32Array.of(value), [1])

/** The encoder's step for a clause of so many phonemes between two silences. */
export const encoderStep = (session: number, phonemes: number, inventory: number): BareStep => {
  const count = phonemes + 2
  const inside = (value: (i: number) => number) =>
    Int32Array.from({ length: count }, (_, i) => (i === 0 || i === count - 1 ? 0 : value(i)))
  const position = inside((i) => (i % 3 === 1 ? 1 : i % 3 === 0 ? 2 : 0))
  position[0] = 4
  position[count - 1] = 7
  const inputs: Tensors = {
    phonemes: int32(
      inside((i) => 1 + ((i * 7) % (inventory - 1))),
      [1, count]
    ),
    stress: int32(
      inside((i) => (i % 3 === 2 ? 2 : 0)),
      [1, count]
    ),
    position: int32(position, [1, count]),
    rate: scalar(1),
    pitch: scalar(0),
    energy: scalar(0)
  }
  return { graph: "encoder", session, inputs, fresh: true }
}

/** A decoder's step of so many frames. */
export const decoderStep = (files: VoiceFiles, session: number, frames: number, fresh: boolean): BareStep => {
  const size = files.level.tokenSize
  return {
    graph: "decoder",
    session,
    fresh,
    inputs: {
      tokens: float32(sampleNoise(1, 0, frames * size), [1, frames, size]),
      offset: float32(
        Float32Array.from({ length: frames }, (_, i) => i % 8),
        [1, frames]
      ),
      duration: float32(new Float32Array(frames).fill(8), [1, frames])
    }
  }
}

/** A vocoder's step of so many frames: a steady voiced sound. */
export const vocoderStep = (files: VoiceFiles, session: number, frames: number, fresh: boolean): BareStep => {
  const { melBins, hop } = files.manifest
  const size = featureSize(files.manifest)
  const features = new Float32Array(frames * size)
  for (let frame = 0; frame < frames; frame++) {
    for (let band = 0; band < melBins; band++) features[frame * size + band] = -2 - 4 * (band / melBins)
    features[frame * size + melBins] = Math.log(200)
    features[frame * size + melBins + 1] = 1
  }
  return {
    graph: "vocoder",
    session,
    fresh,
    inputs: {
      features: float32(features, [1, frames, size]),
      noise: float32(sampleNoise(2, 0, frames * hop), [1, frames * hop])
    }
  }
}
