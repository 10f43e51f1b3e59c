import { assert, describe, it } from "@effect/vitest"
import { result } from "../src/Bench.ts"
import { goals } from "../src/goals.ts"
import { linePlot, ticks } from "../src/linePlot.ts"
import { jsonOf, resultTable } from "../src/report.ts"
import { formatTable } from "../src/table.ts"
import { charactersOfProse, replies, rotated, sentences, tokensOf, wordsOfProse } from "../src/texts.ts"

const machine = {
  cpu: "a processor",
  cores: 2,
  memoryGb: 8,
  os: "an operating system",
  node: "v24",
  onnxruntime: "1",
  loadAverage: 0.1,
  busyPercent: 1
}

describe("the report", () => {
  it("compares figures with their goals", () => {
    const { rows } = resultTable("throughput", [
      result("rtf_1_thread", 0.02, "x"),
      result("live_streams", 69, "streams"),
      result("other", 1, "ms")
    ])
    assert.deepStrictEqual(
      rows.map((row) => row[4]),
      ["yes", "no", ""]
    )
    assert.isTrue(goals["live_streams"]!.met(70, new Map([["rtf_1_thread", 0.02]])))
    assert.isFalse(goals["rss_growth_mb"]!.met(5, new Map()))
    assert.isTrue(goals["stop_ms"]!.met(61.6, new Map([["fade_and_chunk_ms", 61.6]])))
  })

  it("writes the JSON that the issues name, failures only where there is a list of them", () => {
    const results = [result("load_ms", 1 / 3, "ms")]
    const plain = JSON.parse(jsonOf("voice", machine, { results }))
    assert.deepStrictEqual(plain, {
      bench: "voice",
      machine,
      results: [{ name: "load_ms", value: 0.333333, unit: "ms" }]
    })
    assert.deepStrictEqual(JSON.parse(jsonOf("frontend", machine, { results, failures: [] })).failures, [])
  })

  it("aligns numbers to the right and words to the left", () => {
    const text = formatTable({
      title: "T",
      columns: ["name", "ms"],
      rows: [
        ["a", "1.5"],
        ["bcdef", "10.25"]
      ]
    })
    assert.strictEqual(text, "T\nname      ms\n-----  -----\na        1.5\nbcdef  10.25")
  })
})

describe("linePlot", () => {
  it("draws every line with its axes, units and legend", () => {
    const svg = linePlot([
      {
        title: "Memory & time <test>",
        xLabel: "utterances",
        yLabel: "MB",
        series: [
          {
            name: "resident",
            points: [
              [0, 100],
              [50, 120],
              [100, 118]
            ]
          },
          {
            name: "heap",
            points: [
              [0, 20],
              [100, 22]
            ]
          }
        ]
      }
    ])
    assert.strictEqual(svg.match(/<polyline/g)?.length, 2)
    for (const wanted of [
      "utterances",
      ">MB<",
      "resident",
      "heap",
      "Memory &amp; time &lt;test&gt;",
      ">100<",
      "<svg "
    ]) {
      assert.include(svg, wanted)
    }
    assert.notMatch(svg, /NaN|undefined|Infinity/)
  })

  it("is a picture even without points", () => {
    const svg = linePlot([{ title: "", xLabel: "", yLabel: "", series: [{ name: "none", points: [] }] }])
    assert.notMatch(svg, /NaN|undefined|Infinity/)
  })

  it("has round ticks that reach past the largest value", () => {
    assert.deepStrictEqual(ticks(0, 117, 5), [0, 50, 100, 150])
    assert.deepStrictEqual(ticks(0, 0.9, 5), [0, 0.2, 0.4, 0.6, 0.8, 1])
  })
})

describe("the texts", () => {
  it("are what the benches say they are", () => {
    assert.strictEqual(replies().length, 50)
    for (const reply of replies()) {
      const words = reply.split(/\s+/).length
      assert.isTrue(words >= 20 && words <= 80, reply)
      assert.strictEqual(tokensOf(reply).join(""), reply)
      const perToken = reply.length / tokensOf(reply).length
      assert.isTrue(perToken > 3.2 && perToken < 5.5, `${perToken} characters a token`)
    }
    assert.strictEqual(wordsOfProse(4000).split(" ").length, 4000)
    assert.isTrue(wordsOfProse(4000).startsWith(wordsOfProse(10)))
    assert.strictEqual(charactersOfProse(100_000).length, 100_000)
    assert.notStrictEqual(rotated(1), rotated(2))
    assert.strictEqual(rotated(sentences().length), rotated(0))
  })
})
