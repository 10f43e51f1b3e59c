import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createReadStream } from "node:fs"
import type { AudioChunk } from "@parlando/audio"
import { type AtomicFile, openAtomicFile, type OutputError } from "@parlando/node"
import type { Notice } from "@parlando/pipeline"
import { Effect, type Scope } from "effect"

/** What is only known when all is spoken; times in milliseconds. */
export interface ReportSummary {
  readonly voice: string
  readonly sampleRate: number
  readonly samples: number
  readonly modelLoadMs: number
  readonly timeToFirstAudioMs: number
  readonly totalMs: number
}

/** The report of an utterance, written as it is spoken, so that its size does not depend on the text's. */
export interface Report {
  readonly text: (fragment: string) => Effect.Effect<void, OutputError>
  readonly chunk: (chunk: AudioChunk, atMs: number) => Effect.Effect<void, OutputError>
  /** What had to be worked around in the text. */
  readonly notice: (notice: Notice) => Effect.Effect<void, OutputError>
  readonly finish: (summary: ReportSummary) => Effect.Effect<void, OutputError>
}

const utf8 = new TextEncoder()
const rounded = (value: number, digits: number) => Number(value.toFixed(digits))

/** A list that grows in a file of its own until the report is put together. */
const openList = Effect.fnUntraced(function* (path: string) {
  const file = yield* openAtomicFile(path)
  let first = true
  return {
    add: (value: unknown) => {
      const text = `${first ? "" : ","}\n    ${JSON.stringify(value)}`
      first = false
      return file.append(utf8.encode(text))
    },
    appendTo: Effect.fnUntraced(function* (target: AtomicFile) {
      yield* file.commit
      const pieces = createReadStream(path)[Symbol.asyncIterator]()
      for (;;) {
        const piece: IteratorResult<Uint8Array> = yield* Effect.promise(() => pieces.next())
        if (piece.done) return
        yield* target.append(piece.value)
      }
    })
  }
})

/** Opens a report that appears in its place when it is finished. */
export const openReport = Effect.fnUntraced(function* (
  path: string
): Effect.fn.Return<Report, OutputError, Scope.Scope> {
  const report = yield* openAtomicFile(path)
  const folder = yield* Effect.acquireRelease(
    Effect.promise(() => mkdtemp(join(tmpdir(), "parlando-report-"))),
    (folder) => Effect.promise(() => rm(folder, { recursive: true, force: true }))
  )
  const lists = {
    chunks: yield* openList(join(folder, "chunks")),
    words: yield* openList(join(folder, "words")),
    notices: yield* openList(join(folder, "notices"))
  }
  const write = (text: string) => report.append(utf8.encode(text))
  yield* write(`{\n  "text": "`)
  return {
    // Escaped pieces of a string are the escaped string: lone halves of surrogate pairs are escaped as such.
    text: (fragment) => write(JSON.stringify(fragment).slice(1, -1)),
    chunk: Effect.fnUntraced(function* ({ index, start, samples, words }, atMs) {
      yield* lists.chunks.add({ index, startSample: start, samples: samples.length, atMs: rounded(atMs, 2) })
      for (const { text, textStart, textEnd, startSample, endSample } of words) {
        yield* lists.words.add({ text, textStart, textEnd, startSample, endSample })
      }
    }),
    notice: lists.notices.add,
    finish: Effect.fnUntraced(function* (summary) {
      const seconds = summary.samples / summary.sampleRate
      const fields = {
        voice: summary.voice,
        sampleRate: summary.sampleRate,
        samples: summary.samples,
        seconds,
        modelLoadMs: rounded(summary.modelLoadMs, 2),
        timeToFirstAudioMs: rounded(summary.timeToFirstAudioMs, 2),
        totalMs: rounded(summary.totalMs, 2),
        realTimeFactor: rounded(summary.totalMs / 1000 / seconds, 5)
      }
      yield* write('"')
      for (const [name, value] of Object.entries(fields))
        yield* write(`,\n  ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
      for (const [name, list] of Object.entries(lists)) {
        yield* write(`,\n  ${JSON.stringify(name)}: [`)
        yield* list.appendTo(report)
        yield* write("\n  ]")
      }
      yield* write("\n}\n")
      yield* report.commit
    })
  }
})
