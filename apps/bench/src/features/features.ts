import { featureCount, hop, melBins } from "./constants.ts"
import { logMel } from "./logMel.ts"
import { continuousLogF0, trackPitch } from "./pitch.ts"

/** What a vocoder is to make a recording from. */
export interface Features {
  readonly frames: number
  /** `[frames, 82]`: log-mel, ln F0, voicing. */
  readonly values: Float32Array
}

/** The features of a recording at 22,050 Hz with samples in [-1, 1]; a last piece shorter than a frame is left out. */
export const analyse = (recording: Float32Array): Features => {
  const frames = Math.floor(recording.length / hop)
  const samples = recording.subarray(0, frames * hop)
  const mel = logMel(samples)
  const pitch = trackPitch(samples)
  const logF0 = continuousLogF0(pitch)
  const values = new Float32Array(frames * featureCount)
  for (let frame = 0; frame < frames; frame++) {
    const at = frame * featureCount
    values.set(mel.subarray(frame * melBins, (frame + 1) * melBins), at)
    values[at + melBins] = logF0[frame]!
    values[at + melBins + 1] = pitch.voiced[frame] ? 1 : 0
  }
  return { frames, values }
}
