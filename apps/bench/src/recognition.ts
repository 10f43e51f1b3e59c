import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import { readFile, writeFile } from "node:fs/promises"
import { delimiter, join } from "node:path"
import { promisify } from "node:util"
import { encodePcm16, parseWav, Resampler, wavToMono } from "@parlando/audio"
import { Effect, Result } from "effect"
import { BenchError, messageOf } from "./BenchError.ts"
import { seededRandom } from "./random.ts"
import { plainWords } from "./wordErrors.ts"

const call = promisify(execFile)
const models = "/usr/share/pocketsphinx/model/en-us"
const recogniserRate = 16_000

const onPath = (program: string): boolean =>
  (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)))

/** What is missing to measure word errors, or `undefined` if all is there. */
export const recognitionLacks = (): string | undefined => {
  const lacks = ["pocketsphinx_continuous", "flite"].filter((program) => !onPath(program))
  if (!existsSync(join(models, "en-us.lm.bin"))) lacks.push("pocketsphinx's US English models")
  return lacks.length === 0 ? undefined : lacks.join(", ")
}

const attempt = <A>(what: string, action: () => Promise<A>): Effect.Effect<A, BenchError> =>
  Effect.tryPromise({
    try: action,
    catch: (cause) => new BenchError({ message: `${what} failed: ${messageOf(cause)}.` })
  })

/**
 * How loud the recogniser hears speech: at a peak of 0.7, by which the goal was set, or at the usual level of speech, 26 dB
 * under full scale. It matters: pocketsphinx expects a mean of the cepstrum and corrects it only after some seconds.
 */
export type Loudness = "peak" | "26dbfs"

const gainOf = (parts: ReadonlyArray<Float32Array>, loudness: Loudness): number => {
  if (loudness === "peak") {
    return 0.7 / parts.reduce((most, part) => part.reduce((a, b) => Math.max(a, Math.abs(b)), most), 1e-9)
  }
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const power = parts.reduce((sum, part) => part.reduce((a, b) => a + b * b, sum), 0) / Math.max(1, length)
  return 0.05 / Math.max(1e-9, Math.sqrt(power))
}

/** A recording as the recogniser is to hear it, with a quarter of a second of faint noise around. */
const prepared = (samples: Float32Array, rate: number, loudness: Loudness): Float32Array => {
  const resampler = new Resampler(rate, recogniserRate)
  const parts = [resampler.push(samples), resampler.flush()]
  const edge = recogniserRate / 4
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const gain = gainOf(parts, loudness)
  const random = seededRandom(0)
  // The sum of twelve uniform numbers is close enough to a normal one.
  const noise = () => Array.from({ length: 12 }, random).reduce((a, b) => a + b, -6)
  const whole = Float32Array.from({ length: length + 2 * edge }, () => 1e-4 * noise())
  let at = edge
  for (const part of parts) for (const sample of part) whole[at] = whole[at++]! + sample * gain
  return whole
}

/** The words that pocketsphinx hears. `folder` is for its file. */
export const recognise = Effect.fnUntraced(function* (
  samples: Float32Array,
  rate: number,
  loudness: Loudness,
  folder: string
): Effect.fn.Return<ReadonlyArray<string>, BenchError> {
  const file = join(folder, "heard.raw")
  const heard = prepared(samples, rate, loudness)
  const { stdout } = yield* attempt("pocketsphinx", async () => {
    await writeFile(file, encodePcm16(heard))
    const paths = ["-hmm", "en-us", "-lm", "en-us.lm.bin", "-dict", "cmudict-en-us.dict"]
    const args = paths.map((value, i) => (i % 2 === 0 ? value : join(models, value)))
    return call("pocketsphinx_continuous", ["-infile", file, ...args, "-logfn", "/dev/null"])
  })
  return plainWords(stdout.replace(/\(\d+\)/g, ""))
})

/** A sentence spoken by flite's voice `rms`. */
export const speakWithFlite = Effect.fnUntraced(function* (
  text: string,
  folder: string
): Effect.fn.Return<{ readonly samples: Float32Array; readonly rate: number }, BenchError> {
  const file = join(folder, "flite.wav")
  const bytes = yield* attempt("flite", async () => {
    await call("flite", ["-voice", "rms", "-t", text, file])
    return readFile(file)
  })
  const wav = Result.getOrThrow(parseWav(bytes))
  return { samples: wavToMono(wav), rate: wav.sampleRate }
})
