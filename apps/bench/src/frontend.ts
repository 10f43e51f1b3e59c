import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { brotliCompressSync, constants } from "node:zlib"
import { makeTextFrontend, type FrontendSession } from "@parlando/text-frontend"
import { HomographModel, LetterToSoundModel } from "@parlando/text-frontend/formats"
import {
  isHeldOut,
  isHeldOutSentence,
  readCmudict,
  readHomographs,
  scoreHomographs,
  scoreLetterToSound,
  soundsOf
} from "@parlando/text-training"
import { Effect } from "effect"
import { peers, prose } from "./frontendYardsticks.ts"

/** What is measured, and how much of it. */
export interface FrontendBenchOptions {
  /** A folder with `normalisation-en.tsv`, `segmentation-en.json` and `homographs-*.tsv[.gz]`; those that are there are scored. */
  readonly suites?: string
  /** Whether a smaller share is measured, for a first look. */
  readonly quick?: boolean
}

export interface FrontendBenchResult {
  readonly name: string
  readonly value: number
  readonly unit: string
}

export interface FrontendBenchReport {
  readonly results: ReadonlyArray<FrontendBenchResult>
  /** The cases of the suites that came out otherwise than expected. */
  readonly failures: ReadonlyArray<unknown>
  readonly table: string
}

const dataFiles = ["lexicon.bin", "letter-to-sound.bin", "homographs.bin"]
const readData = (name: string): Uint8Array =>
  readFileSync(fileURLToPath(import.meta.resolve(`@parlando/text-en-us/${name}`)))

/** Words in lower case without punctuation, as the suites compare them. */
const bareWords = (text: string): string =>
  text
    .toLowerCase()
    .replace(/['’]/g, "")
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ")
    .trim()

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim()

const read = (session: FrontendSession, text: string) => [...session.push(text), ...session.end()]

/** Measures the text frontend against the suites in a folder, the dictionary's held-out words and the clock. */
export const run = async (options: FrontendBenchOptions = {}): Promise<FrontendBenchReport> => {
  const results: Array<FrontendBenchResult> = []
  const failures: Array<unknown> = []
  const add = (name: string, value: number, unit: string) => results.push({ name, value, unit })
  const share = options.quick === true ? 4 : 1

  const files = Object.fromEntries(dataFiles.map((name) => [name, readData(name)]))
  const frontend = Effect.runSync(makeTextFrontend({ language: "en-US", files }))
  const open = () => Effect.runSync(frontend.open())
  const suite = (name: string) => (options.suites === undefined ? "" : join(options.suites, name))

  if (existsSync(suite("normalisation-en.tsv"))) {
    const cases = readFileSync(suite("normalisation-en.tsv"), "utf8").trimEnd().split("\n").slice(1)
    let exact = 0
    for (const line of cases) {
      const [category, written = "", expected = ""] = line.split("\t")
      const said = read(open(), written)
        .flatMap((clause) => clause.words)
        .flatMap((word) => word.spoken)
        .map((word) => word.text)
        .join(" ")
      if (bareWords(said) === bareWords(expected)) exact++
      else
        failures.push({
          suite: "normalisation",
          category,
          written,
          expected: bareWords(expected),
          said: bareWords(said)
        })
    }
    add("normalisation_exact", (100 * exact) / cases.length, "%")
  }

  if (existsSync(suite("segmentation-en.json"))) {
    const cases: ReadonlyArray<{ text: string; sentences: ReadonlyArray<string> }> = JSON.parse(
      readFileSync(suite("segmentation-en.json"), "utf8")
    )
    let exact = 0
    let retractions = 0
    for (const { text, sentences } of cases) {
      const clauses = read(open(), text)
      const spans = new Map<number, readonly [number, number]>()
      for (const { sentence, textStart, textEnd } of clauses) {
        spans.set(sentence, [spans.get(sentence)?.[0] ?? textStart, textEnd])
      }
      const found = Array.from(spans.values(), ([start, end]) => oneLine(text.slice(start, end)))
      if (JSON.stringify(found) === JSON.stringify(sentences.map(oneLine))) exact++
      else failures.push({ suite: "segmentation", text, expected: sentences, found })
      const step = text.length > 1000 ? 16 : share
      for (let end = 1; end < text.length; end += step) {
        const early = open().push(text.slice(0, end))
        if (JSON.stringify(early) !== JSON.stringify(clauses.slice(0, early.length))) retractions++
      }
    }
    add("segmentation_exact", (100 * exact) / cases.length, "%")
    add("retractions", retractions, "count")
  }

  const homographFiles =
    options.suites === undefined
      ? []
      : readdirSync(options.suites).filter((name) => /^homographs-(?!pronunciations).*\.tsv(?:\.gz)?$/.test(name))
  const homographs = new HomographModel(readData("homographs.bin"))
  const sentences: Array<string> = []
  for (const name of homographFiles) {
    const all = readHomographs(suite(name))
    sentences.push(...all.map((example) => example.sentence))
    const scored = name.startsWith("homographs-train")
      ? all.filter((example) => isHeldOutSentence(example.sentence))
      : all
    const { micro, balanced } = scoreHomographs(scored, homographs)
    const other = name.startsWith("homographs-train") ? "" : `_${name.replace(/^homographs-|\.tsv(?:\.gz)?$/g, "")}`
    add(`homographs_micro${other}`, micro, "%")
    add(`homographs_balanced${other}`, balanced, "%")
  }

  const letterToSound = new LetterToSoundModel(readData("letter-to-sound.bin"))
  const heldOut = readCmudict().filter(({ word }, i) => /^[a-z']+$/.test(word) && isHeldOut(word) && i % share === 0)
  for (const { word } of heldOut.slice(0, 500)) letterToSound.pronounce(word)
  const g2pStart = performance.now()
  const said = new Map(heldOut.map(({ word }) => [word, letterToSound.pronounce(word)]))
  const g2pSeconds = (performance.now() - g2pStart) / 1000
  const scores = scoreLetterToSound(heldOut, (word) => soundsOf(said.get(word) ?? []))
  add("g2p_per", scores.phonemeErrors, "%")
  add("g2p_wer", scores.wordErrors, "%")
  add("g2p_per_stress", scores.phonemeErrorsWithStress, "%")
  add("g2p_words_per_s", heldOut.length / g2pSeconds, "words/s")

  const text = (sentences.length > 0 ? sentences.slice(0, 8000 / share).join(" ") : prose.repeat(200 / share)).replace(
    /\s+/g,
    " "
  )
  const words = text.split(" ").length
  read(open(), text.slice(0, 200_000))
  const whole = open()
  const wholeStart = performance.now()
  for (let at = 0; at < text.length; at += 512) whole.push(text.slice(at, at + 512))
  whole.end()
  add("words_per_s", words / ((performance.now() - wholeStart) / 1000), "words/s")
  const tokens = text.slice(0, 400_000 / share).match(/\s?\S{1,6}/g) ?? []
  const streamed = open()
  const tokenStart = performance.now()
  for (const token of tokens) streamed.push(token)
  streamed.end()
  add("token_us", (1000 * (performance.now() - tokenStart)) / tokens.length, "us")

  const compressed = dataFiles.map(
    (name) =>
      brotliCompressSync(readData(name), {
        params: { [constants.BROTLI_PARAM_QUALITY]: options.quick === true ? 9 : 11 }
      }).length
  )
  add(
    "data_bytes",
    compressed.reduce((sum, size) => sum + size, 0),
    "bytes"
  )

  return { results, failures, table: tableOf(results) }
}

const tableOf = (results: ReadonlyArray<FrontendBenchResult>): string =>
  [
    ["what", "measured", "unit", "goal", "best peer"],
    ...results.map(({ name, value, unit }) => {
      const { goal = "", peer = "" } =
        peers[name.replace(/_(?!micro|balanced).*$/, (tail) => (peers[name] === undefined ? "" : tail))] ?? {}
      return [name, value >= 1000 ? String(Math.round(value)) : value.toFixed(2), unit, goal, peer]
    })
  ]
    .map(
      ([name = "", value = "", unit = "", goal = "", peer = ""]) =>
        `${name.padEnd(24)}${value.padStart(12)} ${unit.padEnd(8)} ${goal.padEnd(10)} ${peer}`
    )
    .join("\n")
