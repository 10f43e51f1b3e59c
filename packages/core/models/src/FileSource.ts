import { type Effect, Schema } from "effect"

/** A file of a model folder is missing or cannot be read. */
export class FileError extends Schema.TaggedError<FileError>()("FileError", {
  message: Schema.String,
  file: Schema.String,
  retryable: Schema.Boolean
}) {}

/** Where the files of a model folder come from: a folder, a package, a URL. A runtime makes these. */
export interface FileSource {
  /** What the user called it, for messages. */
  readonly name: string
  /** Reads a whole file by its path inside the folder, with `/` between folders. */
  readonly read: (file: string) => Effect.Effect<Uint8Array, FileError>
}
