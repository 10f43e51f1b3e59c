import { type FileHandle, open, rename, rm, stat } from "node:fs/promises"
import { Effect, type Scope } from "effect"
import { type OutputError, outputError } from "./OutputError.ts"

/** A file in the making. It appears in its place whole, when it is committed, or not at all. */
export interface AtomicFile {
  /** Appends bytes. */
  readonly append: (bytes: Uint8Array) => Effect.Effect<void, OutputError>
  /** Writes bytes over what was appended before. Does nothing where the place is not a regular file. */
  readonly patch: (bytes: Uint8Array, position: number) => Effect.Effect<void, OutputError>
  /** Puts the file into its place. */
  readonly commit: Effect.Effect<void, OutputError>
}

const writeAll = async (handle: FileHandle, bytes: Uint8Array, position: number | null) => {
  for (let done = 0; done < bytes.byteLength;) {
    const { bytesWritten } = await handle.write(
      bytes,
      done,
      bytes.byteLength - done,
      position === null ? null : position + done
    )
    done += bytesWritten
  }
}

let files = 0

/**
 * Opens a file for writing beside its place. A device or a pipe (`/dev/null`, a FIFO) is written to as it is.
 *
 * @example
 * ```ts
 * import { openAtomicFile } from "@parlando/node"
 * import { Effect } from "effect"
 *
 * const save = (bytes: Uint8Array) =>
 *   Effect.gen(function* () {
 *     const file = yield* openAtomicFile("greeting.wav")
 *     yield* file.append(bytes)
 *     yield* file.commit
 *   }).pipe(Effect.scoped)
 * ```
 */
export const openAtomicFile = Effect.fnUntraced(function* (
  path: string
): Effect.fn.Return<AtomicFile, OutputError, Scope.Scope> {
  const attempt = <A>(action: () => Promise<A>) =>
    Effect.tryPromise({ try: action, catch: (cause) => outputError(path, cause) })
  const existing = yield* Effect.promise(() => stat(path).catch(() => undefined))
  if (existing?.isDirectory()) return yield* outputError(path, { code: "EISDIR" })
  const special = existing !== undefined && !existing.isFile()
  const place = special ? path : `${path}.${process.pid}-${files++}.part`
  let committed = special
  const handle = yield* Effect.acquireRelease(
    attempt(() => open(place, special ? "a" : "wx")),
    (handle) =>
      Effect.promise(async () => {
        await handle.close().catch(() => {})
        if (!committed) await rm(place, { force: true })
      })
  )
  return {
    append: (bytes) => attempt(() => writeAll(handle, bytes, null)),
    patch: (bytes, position) => (special ? Effect.void : attempt(() => writeAll(handle, bytes, position))),
    commit: special
      ? Effect.void
      : Effect.uninterruptible(
          attempt(async () => {
            await handle.sync()
            await rename(place, path)
            committed = true
          })
        )
  }
})
