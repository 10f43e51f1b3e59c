import { spawnSync } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { chunksOf, measure, type Measured, sampleRate } from "./signals.ts"

const shared = process.env["PARLANDO_SHARED"] ?? fileURLToPath(new URL("../../../../../shared", import.meta.url))
const corpus = join(shared, "corpus", "ljspeech-subset", "flac")
const present = existsSync(corpus) && spawnSync("sox", ["--version"]).status === 0

/** Every 25th clip of the corpus, decoded by sox. */
const clips = (): ReadonlyArray<Float32Array> =>
  readdirSync(corpus)
    .filter((name, i) => name.endsWith(".flac") && i % 25 === 0)
    .map((name) => {
      const raw = spawnSync("sox", [join(corpus, name), "-t", "f32", "-"], { maxBuffer: 1e8 }).stdout
      return new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length))
    })

const count = (measured: ReadonlyArray<Measured>, kind: string): number =>
  measured.flatMap(({ defects }) => defects).filter((defect) => defect.kind === kind).length

describe.skipIf(!present)("natural speech (skipped where the corpus or sox is missing)", () => {
  it("scores high, with few false alarms, and injected defects are found", () => {
    const speech = clips()
    const seconds = speech.reduce((sum, clip) => sum + clip.length, 0) / sampleRate
    const clean = speech.map((clip) => measure(chunksOf(clip, [512])))
    const joins = (seconds * sampleRate) / 512
    expect(count(clean, "click") / joins).toBeLessThan(0.01)
    expect(count(clean, "level-step") / seconds).toBeLessThan(0.05)
    expect(count(clean, "clipping")).toBe(0)
    const scores = clean.map(({ last }) => last.utteranceQuality).sort((a, b) => a - b)
    expect(scores[Math.floor(scores.length / 2)]).toBeGreaterThan(0.97)
    expect(scores[0]).toBeGreaterThan(0.75)

    const stepped = speech.map((clip) => {
      return measure(
        chunksOf(
          clip.map((sample, i) => (i < clip.length / 2 ? sample : sample / 4)),
          [512]
        )
      )
    })
    expect(count(stepped, "level-step")).toBeGreaterThan(0.7 * speech.length)

    const spliced = speech.map((clip) => {
      const copy = clip.slice()
      for (let at = 5120; at < clip.length - 512; at += 5120) copy.set(clip.subarray(at + 110, at + 622), at)
      return measure(chunksOf(copy, [512]))
    })
    // Every splice makes two joins that jump, many of them in pauses or by chance in step.
    expect(count(spliced, "click") - count(clean, "click")).toBeGreaterThan(0.4 * (joins / 10))
  })
})
