import { Effect, Schema } from "effect"
import type { FileError, FileSource } from "./FileSource.ts"

/** A file's size and content, as a manifest declares them. */
export const FileEntry = Schema.Struct({
  bytes: Schema.Int,
  /** SHA-256, 64 lower-case hexadecimal digits. */
  sha256: Schema.String
})
export type FileEntry = typeof FileEntry.Type

/** A manifest or a file of a model folder is not what it should be; the message names the field. */
export class ManifestError extends Schema.TaggedError<ManifestError>()("ManifestError", {
  message: Schema.String,
  /** The field or file at fault, such as `levels.high.decoder`. */
  field: Schema.String
}) {
  readonly retryable = false
}

// Web Crypto is the same global in Node and in browsers; the language's own library does not declare it.
declare const crypto: {
  readonly subtle: { readonly digest: (algorithm: "SHA-256", data: Uint8Array) => Promise<ArrayBuffer> }
}

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")

/** Reads a file and refuses it unless its size and SHA-256 are those declared. */
export const readVerified = Effect.fnUntraced(function* (
  source: FileSource,
  file: string,
  entry: FileEntry
): Effect.fn.Return<Uint8Array, FileError | ManifestError> {
  const bytes = yield* source.read(file)
  const refuse = (what: string) =>
    new ManifestError({
      field: `files.${file}`,
      message: `'${file}' of '${source.name}' ${what}; the folder is damaged or mixed up, so install it again.`
    })
  if (bytes.byteLength !== entry.bytes)
    return yield* refuse(`has ${bytes.byteLength} bytes where ${entry.bytes} are declared`)
  const digest = yield* Effect.promise(() => crypto.subtle.digest("SHA-256", bytes))
  if (hex(new Uint8Array(digest)) !== entry.sha256) return yield* refuse("does not have the declared SHA-256")
  return bytes
})

/** Reads and decodes a JSON manifest. */
export const readManifest = <S extends Schema.ConstraintDecoder<unknown>>(
  source: FileSource,
  file: string,
  schema: S
) =>
  Effect.gen(function* () {
    const bytes = yield* source.read(file)
    const refuse = (what: string, field: string) =>
      new ManifestError({ field, message: `'${file}' of '${source.name}' ${what}.` })
    const json = yield* Effect.try({
      try: () => JSON.parse(decodeUtf8(bytes)) as unknown,
      catch: () => refuse("is not JSON; the folder is damaged, so install it again", file)
    })
    return yield* Schema.decodeUnknownEffect(schema)(json).pipe(
      Effect.mapError((error) => {
        const [what = "is not as it should be", ...where] = error.message.split("\n").map((line) => line.trim())
        return refuse(
          `is refused: ${[what, ...where].join(" ")}; use a folder made for this version of Parlando`,
          where.join(" ")
        )
      })
    )
  })

declare const TextDecoder: new (
  label: "utf-8",
  options: { readonly fatal: true }
) => {
  readonly decode: (bytes: Uint8Array) => string
}
const decodeUtf8 = (bytes: Uint8Array): string => new TextDecoder("utf-8", { fatal: true }).decode(bytes)
