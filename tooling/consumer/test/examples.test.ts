import { join } from "node:path"
import { beforeAll, describe, expect, inject, it } from "vitest"
import { compile, packageExamples, readmePrograms } from "../src/examples.ts"
import { type Ran, run } from "../src/run.ts"
import { level, readWav, seconds } from "../src/wav.ts"
import { publishable, isModel } from "../src/workspace.ts"

const { folder: project } = inject("project")
const programs = readmePrograms()
const examples = packageExamples()
let mistakes: ReadonlyArray<string>

beforeAll(async () => {
  mistakes = await compile(project, [...programs, ...examples])
})

/** Runs a program of the README as the user's own JavaScript. */
const runProgram = (name: string): Promise<Ran> => run(process.execPath, [join("out", name)], project)

describe("examples", () => {
  it("compile under strict settings, declarations of packages included", () => {
    expect(mistakes).toEqual([])
  })

  it("are in the README of every package that is imported", () => {
    const shown = new Set(examples.map(({ source }) => source))
    const wanted = publishable.filter((each) => !isModel(each) && each.manifest.bin === undefined)
    expect(wanted.map(({ place }) => `${place}/README.md`).filter((source) => !shown.has(source))).toEqual([])
  })
})

describe("the programs of the README", () => {
  it("are two", () => {
    expect(programs.map(({ file }) => file)).toEqual(["plain.ts", "stages.ts"])
  })

  it("speak plainly: streamed with word times, and into a file", async () => {
    const { code, stderr, stdout } = await runProgram("plain.js")
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    const lines = stdout.trim().split("\n")
    const words = lines.slice(0, -1).map((line) => /^(\S+) sounds at sample (\d+)$/.exec(line)?.slice(1))
    expect(words.map((word) => word?.[0]?.replace(/\W/g, ""))).toEqual([
      "Well",
      "the",
      "birch",
      "canoe",
      "slid",
      "on",
      "the",
      "smooth",
      "planks"
    ])
    const starts = words.map((word) => Number(word?.[1]))
    expect(starts).toEqual([...starts].sort((a, b) => a - b))
    const [, samples, length] = /^(\d+) samples streamed, ([\d.]+) s written$/.exec(lines.at(-1)!) ?? []
    const wav = readWav(join(project, "soon.wav"))
    expect(Number(samples)).toBeGreaterThan(starts.at(-1)!)
    expect(Number(samples) / wav.sampleRate).toBeGreaterThan(1.5)
    expect(Number(samples) / wav.sampleRate).toBeLessThan(7)
    expect(seconds(wav).toFixed(1)).toBe(length)
    expect(seconds(wav)).toBeGreaterThan(0.5)
    expect(seconds(wav)).toBeLessThan(3)
    expect(level(wav)).toBeGreaterThan(0.01)
  })

  it("speak through composed stages, one of them the user's own", async () => {
    const { code, stderr, stdout } = await runProgram("stages.js")
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    const wav = readWav(join(project, "truck.wav"))
    expect(stdout).toBe(`${seconds(wav).toFixed(1)} s written\n`)
    expect(seconds(wav)).toBeGreaterThan(1)
    expect(seconds(wav)).toBeLessThan(6)
    expect(level(wav)).toBeGreaterThan(0.01)
  })
})
