import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "@effect/vitest"

const folder = mkdtempSync(join(tmpdir(), "parlando-bench-test-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const bench = (...args: ReadonlyArray<string>) =>
  spawnSync(process.execPath, [join(import.meta.dirname, "..", "src", "main.ts"), ...args], {
    cwd: folder,
    encoding: "utf8"
  })

const isOneSentence = (text: string) => /^bench: [^\n]+\.\n$/.test(text)

describe("bench", () => {
  it("ends with 2 and one sentence for a command line that it does not understand", () => {
    const { status, stderr, stdout } = bench("latencies")
    assert.strictEqual(status, 2)
    assert.strictEqual(stdout, "")
    assert.isTrue(isOneSentence(stderr), stderr)
  })

  it("ends with 1 and one sentence, before it measures, for a place that cannot be written to", () => {
    const { status, stderr, stdout } = bench("latency", "--quick", "--json", join(folder, "none", "out.json"))
    assert.strictEqual(status, 1)
    assert.strictEqual(stdout, "")
    assert.isTrue(isOneSentence(stderr), stderr)
  })

  it("ends with 1 and one sentence for a recording that is not there", () => {
    const { status, stderr } = bench("voice", "--copy", "none.wav", "out.wav")
    assert.strictEqual(status, 1)
    assert.isTrue(isOneSentence(stderr), stderr)
    assert.deepStrictEqual(readdirSync(folder), [])
  })

  it("writes latency's JSON with the names of its goals", { timeout: 90_000 }, () => {
    const { status, stderr, stdout } = bench("latency", "--quick", "--json", "latency.json")
    assert.strictEqual(status, 0, stderr)
    assert.match(stdout, /target +actual/)
    const { bench: name, machine, results } = JSON.parse(readFileSync(join(folder, "latency.json"), "utf8"))
    assert.strictEqual(name, "latency")
    for (const field of ["cpu", "cores", "memoryGb", "os", "node", "onnxruntime", "loadAverage", "busyPercent"]) {
      assert.property(machine, field)
    }
    const figures = new Map<string, unknown>()
    for (const result of results) {
      assert.deepStrictEqual(Object.keys(result), ["name", "value", "unit"])
      assert.isTrue(Number.isFinite(result.value), result.name)
      figures.set(result.name, result.value)
    }
    for (const wanted of ["first_audio_ms_p50", "first_audio_ms_p99", "stop_ms"])
      assert.isTrue(figures.has(wanted), wanted)
    assert.strictEqual(figures.get("steps_after_stop"), 0)
  })
})
