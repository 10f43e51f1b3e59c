import { Effect, Schema } from "effect"
import type { FileError, FileSource } from "./FileSource.ts"
import { FileEntry, type ManifestError, readManifest, readVerified } from "./verifiedFiles.ts"

/** `text.json`: a language's pronunciation data and what its files are. */
export const LanguageManifest = Schema.Struct({
  schemaVersion: Schema.Literal(1),
  /** BCP 47, such as `en-US`. */
  language: Schema.NonEmptyString,
  licence: Schema.NonEmptyString,
  files: Schema.Record(Schema.String, FileEntry),
  credits: Schema.Array(Schema.String)
})
export type LanguageManifest = typeof LanguageManifest.Type

/** Reads and verifies all files of a language folder. */
export const readLanguage = Effect.fn("parlando.models.readLanguage")(function* (
  source: FileSource
): Effect.fn.Return<
  { readonly language: string; readonly files: Readonly<Record<string, Uint8Array>> },
  FileError | ManifestError
> {
  const manifest = yield* readManifest(source, "text.json", LanguageManifest)
  const names = Object.keys(manifest.files)
  const contents = yield* Effect.forEach(names, (name) => readVerified(source, name, manifest.files[name]!), {
    concurrency: "unbounded"
  })
  return { language: manifest.language, files: Object.fromEntries(names.map((name, i) => [name, contents[i]!])) }
})
