import { spawnSync } from "node:child_process"
import type { AddressInfo } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { Names, PerformanceMonitor } from "@parlando/metrics"
import { Effect, Layer, Metric } from "effect"
import { scraped } from "../example/scrape.ts"
import { conversation, speech } from "./conversation.ts"
import { parseExposition } from "./exposition.ts"

/** What a scrape gets after a conversation, from a server as the README shows it. */
const scrape = Effect.gen(function* () {
  const server = yield* scraped(0)
  yield* Effect.provide(conversation, speech.pipe(Layer.provide(PerformanceMonitor.layer({ maxLatency: 0 }))))
  return yield* Effect.promise(async () => {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`)
    return { type: response.headers.get("content-type"), text: await response.text() }
  })
}).pipe(
  Effect.scoped,
  Effect.provideServiceEffect(
    Metric.MetricRegistry,
    Effect.sync(() => new Map())
  )
)

const promtool = spawnSync("promtool", ["--version"]).error === undefined
if (!promtool)
  console.warn("skipped: promtool is not on the PATH; install Debian's package prometheus to check with it")

describe("a scrape", () => {
  it.live("has every metric, in the text format to the letter", () =>
    Effect.gen(function* () {
      const { type, text } = yield* scrape
      assert.strictEqual(type, "text/plain; version=0.0.4; charset=utf-8")
      const families = parseExposition(text)
      assert.strictEqual(families.size, Object.keys(Names.metricNames).length)
      for (const [name, { help }] of families) assert.isString(help, name)

      const value = (family: string, ...labels: ReadonlyArray<string>) =>
        families
          .get(family)
          ?.samples.find((sample) => labels.every((label) => Object.values(sample.labels).includes(label)))?.value
      assert.strictEqual(value("parlando_synthesis_requests_total", "completed"), 2)
      assert.strictEqual(value("parlando_synthesis_requests_total", "failed"), 1)
      assert.strictEqual(value("parlando_synthesis_requests_total", "stopped"), 1)
      assert.strictEqual(value("parlando_utterances_refused_total"), 1)
      assert.strictEqual(value("parlando_utterances_active"), 0)
      assert.isAbove(value("parlando_cache_lookups_total", "hit")!, 0)
      assert.strictEqual(value("parlando_synthesis_first_audio_seconds", "+Inf"), 3)
    })
  )

  it.live.skipIf(!promtool)("finds promtool content", () =>
    Effect.gen(function* () {
      const { text } = yield* scrape
      const { status, stderr, stdout } = spawnSync("promtool", ["check", "metrics"], { input: text, encoding: "utf8" })
      assert.deepStrictEqual({ status, stderr, stdout }, { status: 0, stderr: "", stdout: "" })
    })
  )
})

describe("the parser", () => {
  const good = '# HELP a_total A.\n# TYPE a_total counter\na_total{b="x\\"y",c="\\\\"} 1\na_total 2.5\n'

  it("reads what is right", () => {
    assert.deepStrictEqual(parseExposition(good).get("a_total"), {
      type: "counter",
      help: "A.",
      samples: [
        { name: "a_total", labels: { b: 'x"y', c: "\\" }, value: 1 },
        { name: "a_total", labels: {}, value: 2.5 }
      ]
    })
  })

  const histogram = (...lines: ReadonlyArray<string>) =>
    `# TYPE h histogram\n${lines.map((line) => `h_${line}\n`).join("")}`

  for (const [fault, text] of Object.entries({
    "no end of line": "# TYPE a gauge\na 1",
    "no TYPE": "a 1\n",
    "TYPE twice": "# TYPE a gauge\na 1\n# TYPE a gauge\na 2\n",
    "another family's sample": "# TYPE a gauge\nb 1\n",
    "a sample twice": '# TYPE a gauge\na{b="1"} 1\na{b="1"} 2\n',
    "a family without samples": "# TYPE a gauge\n",
    "a label twice": '# TYPE a gauge\na{b="1",b="2"} 1\n',
    "an unescaped quote": '# TYPE a gauge\na{b="1"2"} 1\n',
    "a comma at the end": '# TYPE a gauge\na{b="1",} 1\n',
    "a name with a dot": "# TYPE a.b gauge\na.b 1\n",
    "a value that is none": "# TYPE a gauge\na one\n",
    "a counter that sank": "# TYPE a_total counter\na_total -1\n",
    "buckets that sink": histogram('bucket{le="1"} 2', 'bucket{le="+Inf"} 1', "sum 1", "count 1"),
    "no bucket of +Inf": histogram('bucket{le="1"} 2', "sum 1", "count 2"),
    "a count of its own": histogram('bucket{le="+Inf"} 2', "sum 1", "count 3"),
    "no sum": histogram('bucket{le="+Inf"} 2', "count 2")
  })) {
    it(`refuses ${fault}`, () => {
      assert.throws(() => parseExposition(text))
    })
  }
})
