import { spawn } from "node:child_process"
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseWav } from "@parlando/audio"
import { Result } from "effect"
import { afterAll, assert, describe, it } from "vitest"

// The app as a user runs it: a process, with the shipped voice.
const main = join(import.meta.dirname, "..", "src", "main.ts")
const folder = mkdtempSync(join(tmpdir(), "parlando-say-"))
afterAll(() => rmSync(folder, { recursive: true }))

interface Ran {
  readonly code: number | null
  readonly out: Buffer
  readonly err: string
}

const start = (args: ReadonlyArray<string>) => spawn(process.execPath, [main, ...args], { cwd: folder })

const finished = (child: ReturnType<typeof start>): Promise<Ran> => {
  const out: Array<Buffer> = []
  let err = ""
  child.stdout.on("data", (piece: Buffer) => out.push(piece))
  child.stderr.on("data", (piece: Buffer) => (err += piece.toString()))
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out: Buffer.concat(out), err })))
}

const say = (args: ReadonlyArray<string>, input?: string | Buffer): Promise<Ran> => {
  const child = start(args)
  child.stdin.on("error", () => {})
  child.stdin.end(input)
  return finished(child)
}

interface Report {
  readonly text: string
  readonly voice: string
  readonly sampleRate: number
  readonly samples: number
  readonly seconds: number
  readonly modelLoadMs: number
  readonly timeToFirstAudioMs: number
  readonly totalMs: number
  readonly realTimeFactor: number
  readonly chunks: ReadonlyArray<{ index: number; startSample: number; samples: number; atMs: number }>
  readonly words: ReadonlyArray<{
    text: string
    textStart: number
    textEnd: number
    startSample: number
    endSample: number
  }>
}

const report = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8")) as Report
const leftovers = () => readdirSync(folder).filter((name) => name.includes(".part"))

describe.concurrent("say", { timeout: 60_000 }, () => {
  it("writes a WAV file and a report that agree to the sample", async () => {
    const text = "The birch canoe slid on the smooth planks."
    const { code, out, err } = await say([text, "--out", "a.wav", "--json", "a.json"])
    assert.deepStrictEqual([code, out.byteLength, err], [0, 0, ""])
    const wav = Result.getOrThrow(parseWav(readFileSync(join(folder, "a.wav"))))
    const told = report("a.json")
    assert.deepStrictEqual([wav.sampleRate, wav.frames], [told.sampleRate, told.samples])
    assert.isTrue(told.seconds > 1.5 && told.seconds < 6)
    assert.strictEqual(told.text, text)
    assert.strictEqual(told.voice, "en-us-lj")
    let next = 0
    told.chunks.forEach((chunk, index) => {
      assert.deepStrictEqual([chunk.index, chunk.startSample], [index, next])
      next += chunk.samples
    })
    assert.strictEqual(next, told.samples)
    for (const { text: word, textStart, textEnd, startSample, endSample } of told.words) {
      assert.strictEqual(text.slice(textStart, textEnd), word)
      assert.isTrue(startSample >= 0 && startSample < endSample && endSample <= told.samples)
    }
    assert.strictEqual(told.words.length, 8)
    assert.strictEqual(told.timeToFirstAudioMs, told.chunks[0]!.atMs)
    assert.approximately(told.realTimeFactor, told.totalMs / 1000 / told.seconds, 1e-4)
    assert.isAbove(told.modelLoadMs, 0)
  })

  it("writes 16-bit PCM and nothing else to standard output with --raw", async () => {
    const { code, out, err } = await say(["-", "--raw", "--json", "b.json"], "Hello there. How are you?")
    assert.deepStrictEqual([code, err], [0, ""])
    assert.strictEqual(out.byteLength, 2 * report("b.json").samples)
    assert.isFalse(existsSync(join(folder, "b.wav")))
  })

  it("speaks while standard input is still open", async () => {
    const child = start(["-", "--raw"])
    child.stdin.write("Well, the birch canoe slid on the smooth planks. Then")
    const first = await new Promise<Buffer>((resolve) => child.stdout.once("data", resolve))
    assert.isAbove(first.byteLength, 0)
    const ended = finished(child)
    child.stdin.end(" it sank.")
    assert.strictEqual((await ended).code, 0)
  })

  it("puts characters together that arrive in halves", async () => {
    const bytes = Buffer.from("Café für 3 €.")
    const child = start(["-", "--out", "halves.wav", "--json", "halves.json"])
    const ended = finished(child)
    for (const byte of bytes) {
      child.stdin.write(Uint8Array.of(byte))
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    child.stdin.end()
    assert.strictEqual((await ended).code, 0)
    assert.strictEqual(report("halves.json").text, "Café für 3 €.")
  })

  it("is faster at a higher rate and cuts chunks as told, at the same length", async () => {
    await Promise.all([
      say(["It is easy to tell the depth of a well.", "--out", "r1.wav", "--json", "r1.json"]),
      say(["It is easy to tell the depth of a well.", "--out", "r2.wav", "--json", "r2.json", "--rate", "2"]),
      say(["It is easy to tell the depth of a well.", "--out", "r3.wav", "--json", "r3.json", "--chunk-size", "2048"])
    ])
    const [normal, fast, large] = [report("r1.json"), report("r2.json"), report("r3.json")]
    assert.approximately(fast.seconds / normal.seconds, 0.5, 0.08)
    assert.strictEqual(large.samples, normal.samples)
    assert.strictEqual(Math.max(...large.chunks.map((chunk) => chunk.samples)), 2048)
  })

  it("without a text says hello into parlando.wav", async () => {
    assert.strictEqual((await say([])).code, 0)
    assert.isTrue(existsSync(join(folder, "parlando.wav")))
  })

  it("ends quietly when its reader leaves", async () => {
    const child = start(["-", "--raw"])
    const ended = finished(child)
    child.stdin.on("error", () => {})
    child.stdin.end("The birch canoe slid on the smooth planks. ".repeat(200))
    child.stdout.once("data", () => child.stdout.destroy())
    const { code, err } = await ended
    assert.deepStrictEqual([code, err], [0, ""])
  })

  it("finishes its file when the reader of its standard output leaves", async () => {
    const child = start(["-", "--raw", "--out", "kept.wav", "--json", "kept.json"])
    const ended = finished(child)
    child.stdin.on("error", () => {})
    child.stdin.end("The birch canoe slid on the smooth planks. ".repeat(20))
    child.stdout.once("data", () => child.stdout.destroy())
    const { code, err } = await ended
    assert.deepStrictEqual([code, err], [0, ""])
    assert.strictEqual(report("kept.json").words.length, 160)
    assert.isTrue(existsSync(join(folder, "kept.wav")))
  })

  it("ends without harm when it is interrupted in the middle of speech", async () => {
    for (const [i, signal] of (["SIGINT", "SIGTERM", "SIGINT", "SIGTERM"] as const).entries()) {
      const child = start(["-", "--raw", "--out", "cut-off.wav"])
      const ended = finished(child)
      child.stdin.write("The birch canoe slid on the smooth planks. ".repeat(500))
      await new Promise((resolve) => child.stdout.once("data", resolve))
      await new Promise((resolve) => setTimeout(resolve, 7 * i))
      child.kill(signal)
      assert.strictEqual((await ended).code, 130)
    }
    assert.deepStrictEqual(
      readdirSync(folder).filter((name) => name.startsWith("cut-off")),
      []
    )
  })

  it("writes through a symbolic link and leaves it one", async () => {
    writeFileSync(join(folder, "target.json"), "before")
    symlinkSync("target.json", join(folder, "link.json"))
    assert.strictEqual((await say(["Hello.", "--out", "link.wav", "--json", "link.json"])).code, 0)
    assert.isTrue(lstatSync(join(folder, "link.json")).isSymbolicLink())
    assert.strictEqual(report("target.json").text, "Hello.")
  })

  it("leaves no file behind when it is interrupted", async () => {
    const child = start(["-", "--out", "interrupted.wav", "--json", "interrupted.json"])
    const ended = finished(child)
    child.stdin.write("The birch canoe slid on the smooth planks. ".repeat(500))
    await new Promise<void>((resolve) => {
      const poll = setInterval(() => {
        if (!readdirSync(folder).some((name) => name.startsWith("interrupted.wav"))) return
        clearInterval(poll)
        resolve()
      }, 20)
    })
    child.kill("SIGINT")
    assert.strictEqual((await ended).code, 130)
    assert.deepStrictEqual(
      readdirSync(folder).filter((name) => name.startsWith("interrupted")),
      []
    )
  })

  it("names voices, its version and its options", async () => {
    const [voices, version, help] = await Promise.all([say(["--list-voices"]), say(["--version"]), say(["--help"])])
    assert.match(voices.out.toString(), /^en-us-lj \(default\)$/m)
    assert.match(version.out.toString(), /^\d+\.\d+\.\d+\n$/)
    for (const option of [
      "--out",
      "--raw",
      "--play",
      "--voice",
      "--rate",
      "--chunk-size",
      "--json",
      "--quiet",
      "--list-voices"
    ]) {
      assert.include(help.out.toString(), option)
    }
  })

  const broken = join(folder, "broken-voice")
  mkdirSync(broken)
  writeFileSync(join(broken, "voice.json"), "{}")

  const bad: ReadonlyArray<
    readonly [what: string, args: ReadonlyArray<string>, code: number, message: RegExp, input?: Buffer]
  > = [
    ["an empty text", [""], 1, /There is nothing to speak in the text; give a text with at least one word or number\./],
    ["an empty standard input", ["-"], 1, /There is nothing to speak/, Buffer.from("")],
    ["a text of signs that nobody can read", ["\u2060\uFFFF \u{10FFFD}"], 1, /There is nothing to speak/],
    [
      "text that is not UTF-8",
      ["-"],
      1,
      /The text on standard input is not UTF-8; convert it first/,
      Buffer.from([0x61, 0x62, 0xff, 0xfe])
    ],
    ["an unknown flag", ["hi", "--nope"], 2, /There is no option '--nope'; run with --help/],
    ["a flag without its value", ["hi", "--out"], 2, /'--out' is not used like this/],
    ["a rate out of range", ["hi", "--rate", "3"], 2, /--rate is '3'; give a number from 0\.5 to 2\./],
    ["a rate that is no number", ["hi", "--rate", "fast"], 2, /--rate is 'fast'; give a number/],
    ["a chunk size out of range", ["hi", "--chunk-size", "1.5"], 2, /give a whole number from 64 to 65536/],
    ["one file for two things", ["hi", "--out", "same", "--json", "./same"], 2, /--out and --json name the same file/],
    ["two texts", ["hi", "there"], 2, /put quotation marks around the text/],
    [
      "a voice that is not there",
      ["hi", "--voice", "nobody"],
      2,
      /There is no voice 'nobody'; give one of en-us-lj, or a folder/
    ],
    ["a broken voice folder", ["hi", "--voice", broken], 1, /'voice\.json' of '.*broken-voice' is refused/],
    [
      "an output in a folder that is not there",
      ["hi", "--out", "no/where.wav"],
      1,
      /'no\/where\.wav' cannot be written: its folder does not exist; give another place\./
    ],
    ["an output that is a folder", ["hi", "--out", "."], 1, /'\.' cannot be written: it is a folder/],
    [
      "a report in a folder that is not there",
      ["hi", "--json", "no/where.json"],
      1,
      /'no\/where\.json' cannot be written/
    ]
  ]
  for (const [what, args, code, message, input] of bad) {
    it(`ends with ${code} and one sentence for ${what}`, async () => {
      const ran = await say(args, input)
      assert.match(ran.err, message)
      assert.strictEqual(ran.err.trim().split("\n").length, 1, ran.err)
      assert.strictEqual(ran.code, code)
      assert.strictEqual(ran.out.byteLength, 0)
    })
  }
})

describe("after all that", () => {
  it("no half-written file is left", () => {
    assert.deepStrictEqual(leftovers(), [])
  })
})
