import { existsSync } from "node:fs"
import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { beforeAll, describe, expect, inject, it } from "vitest"
import { run } from "../src/run.ts"
import { level, readWav, seconds } from "../src/wav.ts"
import { publishable, readJson } from "../src/workspace.ts"

const { folder: project } = inject("project")
const folder = join(project, "spoken")
const { manifest } = publishable.find(({ place }) => place === "apps/say")!
const say = (...args: ReadonlyArray<string>) => run(join(project, "node_modules", ".bin", "say"), args, folder)

interface Report {
  readonly text: string
  readonly voice: string
  readonly sampleRate: number
  readonly samples: number
  readonly seconds: number
  readonly chunks: ReadonlyArray<{ readonly index: number; readonly startSample: number; readonly samples: number }>
  readonly words: ReadonlyArray<{
    readonly text: string
    readonly textStart: number
    readonly textEnd: number
    readonly startSample: number
    readonly endSample: number
  }>
}

describe("the installed program", () => {
  beforeAll(() => mkdir(folder, { recursive: true }))

  it("tells its version", async () => {
    expect(await say("--version")).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: "" })
  })

  it("lists the voice that is installed with it", async () => {
    expect(await say("--list-voices")).toEqual({ code: 0, stdout: "en-us-lj (default)\n", stderr: "" })
  })

  it("speaks into a file and reports it to the sample", async () => {
    const text = "Hello there."
    expect(await say(text, "--out", "x.wav", "--json", "x.json", "--quiet")).toEqual({
      code: 0,
      stdout: "",
      stderr: ""
    })
    const wav = readWav(join(folder, "x.wav"))
    const report = readJson<Report>(join(folder, "x.json"))
    expect(report).toMatchObject({ text, voice: "en-us-lj", sampleRate: wav.sampleRate, samples: wav.samples.length })
    expect(report.seconds).toBeCloseTo(seconds(wav), 3)
    expect(seconds(wav)).toBeGreaterThan(0.4)
    expect(seconds(wav)).toBeLessThan(3)
    expect(level(wav)).toBeGreaterThan(0.01)
    let position = 0
    report.chunks.forEach((chunk, index) => {
      expect(chunk).toMatchObject({ index, startSample: position })
      position += chunk.samples
    })
    expect(position).toBe(wav.samples.length)
    expect(report.words.map(({ textEnd, textStart }) => text.slice(textStart, textEnd))).toEqual(
      report.words.map(({ text }) => text)
    )
    expect(report.words.map(({ text }) => text.replace(/\W/g, ""))).toEqual(["Hello", "there"])
    for (const { endSample, startSample } of report.words) expect(startSample).toBeLessThan(endSample)
    expect(report.words.at(-1)!.endSample).toBeLessThanOrEqual(wav.samples.length)
  })

  it("refuses what it does not know in one sentence, and leaves no file", async () => {
    const { code, stderr, stdout } = await say("Hello.", "--voice", "nobody", "--out", "y.wav")
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
    expect(stderr).toMatch(/^say: There is no voice 'nobody'; .+\.\n$/)
    expect(existsSync(join(folder, "y.wav"))).toBe(false)
  })
})
