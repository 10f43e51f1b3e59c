import { readFileSync } from "node:fs"
import { Effect } from "effect"
import type { Clause } from "@parlando/pipeline"
import { makeTextFrontend, type FrontendOptions, type LanguageData } from "../src/index.ts"

const read = (name: string) => readFileSync(new URL(`../../../../models/text-en-us/${name}`, import.meta.url))

/** The language data that is shipped. */
export const data: LanguageData = {
  language: "en-US",
  files: Object.fromEntries(["lexicon.bin", "letter-to-sound.bin", "homographs.bin"].map((name) => [name, read(name)]))
}

export const frontend = Effect.runSync(makeTextFrontend(data))

export const open = (options?: FrontendOptions) => Effect.runSync(frontend.open(options))

/** All clauses of fragments. */
export const readFragments = (fragments: Iterable<string>, options?: FrontendOptions): ReadonlyArray<Clause> => {
  const session = open(options)
  const clauses: Array<Clause> = []
  for (const fragment of fragments) clauses.push(...session.push(fragment))
  clauses.push(...session.end())
  return clauses
}

export const clausesOf = (text: string, options?: FrontendOptions): ReadonlyArray<Clause> =>
  readFragments([text], options)

/** What is spoken, as words between spaces. */
export const spoken = (text: string, options?: FrontendOptions): string =>
  clausesOf(text, options)
    .flatMap((clause) => clause.words)
    .flatMap((word) => word.spoken)
    .map((word) => word.text)
    .join(" ")

/** The sentences of a text, by the places of their clauses. */
export const sentences = (text: string, options?: FrontendOptions): ReadonlyArray<string> => {
  const spans = new Map<number, readonly [number, number]>()
  for (const { sentence, textStart, textEnd } of clausesOf(text, options)) {
    spans.set(sentence, [spans.get(sentence)?.[0] ?? textStart, textEnd])
  }
  return Array.from(spans.values(), ([start, end]) => text.slice(start, end))
}
