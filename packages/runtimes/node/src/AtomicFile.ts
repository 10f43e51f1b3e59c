import { randomUUID } from "node:crypto"
import { type FileHandle, open, realpath, rename, rm, stat } from "node:fs/promises"
import { resolve } from "node:path"
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

/** Where a path leads; a file that is not there yet leads to itself. */
const destination = async (path: string): Promise<{ readonly place: string; readonly special: boolean }> => {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return { place: path, special: false }
  if (found.isDirectory()) throw Object.assign(new Error("it is a folder"), { code: "EISDIR" })
  const place = await realpath(path).catch(() => path)
  // `/dev/stdout` may lead to a regular file, which is somebody else's to replace.
  const special = !found.isFile() || /^\/(dev|proc)\//.test(resolve(path)) || /^\/(dev|proc)\//.test(place)
  return { place: special ? path : place, special }
}

/**
 * Opens a file for writing beside its place. A device or a pipe (`/dev/null`, a FIFO) is written to as it is, and a symbolic
 * link stays one.
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
  const { place, special } = yield* attempt(() => destination(path))
  const written = special ? place : `${place}.${randomUUID().slice(0, 8)}.part`
  let committed = special
  const handle = yield* Effect.acquireRelease(
    attempt(() => open(written, special ? "a" : "wx")),
    (handle) =>
      Effect.promise(async () => {
        await handle.close().catch(() => {})
        if (!committed) await rm(written, { force: true })
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
            await rename(written, place)
            committed = true
          })
        )
  }
})
