import { assert, describe, it } from "@effect/vitest"
import { UsageError } from "../src/BenchError.ts"
import { list, parseCommandLine } from "../src/commandLine.ts"

const refusal = (...args: ReadonlyArray<string>): string => {
  try {
    parseCommandLine(args)
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  return "accepted"
}

describe("parseCommandLine", () => {
  it("lists the benches when nothing is asked for", () => {
    assert.deepStrictEqual(parseCommandLine([]), { kind: "list" })
    assert.deepStrictEqual(parseCommandLine(["--help"]), { kind: "list" })
    for (const name of ["latency", "first-audio", "overhead", "throughput", "memory", "frontend", "voice"]) {
      assert.match(list(), new RegExp(`^  ${name} +\\S.*$`, "m"))
    }
  })

  it("reads a bench and its options", () => {
    const command = parseCommandLine(["latency", "--json", "out.json", "--quick"])
    assert.deepInclude(command, { kind: "bench", name: "latency", json: "out.json", quick: true, copy: undefined })
    assert.deepInclude(parseCommandLine(["frontend", "--suites", "folder"]), { suites: "folder", quick: false })
    assert.deepInclude(parseCommandLine(["voice", "--copy", "in.wav", "out.wav"]), {
      copy: { from: "in.wav", to: "out.wav" }
    })
  })

  it("refuses everything else with one sentence that says what to do", () => {
    assert.include(refusal("latencies"), "There is no bench 'latencies'; give one of latency, first-audio")
    assert.include(refusal("--json", "x"), "Which bench?")
    assert.include(refusal("latency", "--fast"), "There is no option '--fast'")
    assert.include(refusal("latency", "--json"), "'--json' is not used like this")
    assert.include(refusal("latency", "--json="), "--json is empty")
    assert.include(refusal("latency", "memory"), "'memory' is one word too many")
    assert.include(refusal("latency", "--suites", "x"), "--suites is for the bench frontend")
    assert.include(refusal("voice", "--copy", "in.wav"), "--copy needs two files")
    assert.include(refusal("voice", "--copy", "a.wav", "b.wav", "c.wav"), "'c.wav' is one word too many")
  })
})
