import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { decodeFlac, readFlacInfo } from "./flac.ts"
import { hop, sampleRate } from "./features/constants.ts"

/** A recording that the voice was not trained on. */
export interface Clip {
  readonly name: string
  /** In [-1, 1], at the voice's rate, in whole frames. */
  readonly samples: Float32Array
}

const wanted = 20

/** The length that the training knows a clip by: whole frames, in seconds. */
const secondsOf = (file: string): number => {
  const { samples } = readFlacInfo(readFileSync(file))
  return (Math.floor(samples / hop) * hop) / sampleRate
}

const readClip = (name: string, file: string): Clip => {
  const { channels } = decodeFlac(readFileSync(file))
  const integers = channels[0]!
  const samples = Float32Array.from(
    { length: Math.floor(integers.length / hop) * hop },
    (_, i) => integers[i]! / 32_768
  )
  return { name, samples }
}

/**
 * The clips of a corpus in LJSpeech's layout that training keeps out, by the rule of `tooling/training`: every n-th clip of 3
 * to 9 seconds, by name, so that the choice is nobody's.
 */
export const heldOutClips = (corpus: string, most: number): ReadonlyArray<Clip> => {
  const names = readFileSync(join(corpus, "metadata.csv"), "utf8")
    .split("\n")
    .map((line) => line.split("|")[0]!)
    .filter((name) => name !== "" && existsSync(join(corpus, "flac", `${name}.flac`)))
    .sort()
  const file = (name: string) => join(corpus, "flac", `${name}.flac`)
  const fitting = names.filter((name) => {
    const seconds = secondsOf(file(name))
    return seconds > 3 && seconds < 9
  })
  const stride = Math.max(1, Math.floor(fitting.length / wanted))
  const held = fitting.filter((_, i) => i >= 7 && (i - 7) % stride === 0).slice(0, wanted)
  return held.slice(0, most).map((name) => readClip(name, file(name)))
}
