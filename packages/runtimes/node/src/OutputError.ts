import { Schema } from "effect"

/** A file could not be written. Nothing, or what was there before, is in its place. */
export class OutputError extends Schema.TaggedError<OutputError>()("OutputError", {
  message: Schema.String,
  path: Schema.String,
  /** The system's name for what went wrong, such as `ENOSPC`; empty if it has none. */
  code: Schema.String
}) {
  readonly retryable = false
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "its folder does not exist",
  ENOTDIR: "its folder is a file",
  EACCES: "it is not permitted",
  EPERM: "it is not permitted",
  EROFS: "the disk is read-only",
  EISDIR: "it is a folder",
  ENOSPC: "the disk is full",
  ENAMETOOLONG: "its name is too long",
  EPIPE: "its reader has gone"
}

/** A failed write as an error that says why in plain words. */
export const outputError = (path: string, cause: unknown): OutputError => {
  const { code, message } = cause as NodeJS.ErrnoException
  return new OutputError({
    path,
    code: code ?? "",
    message: `'${path}' cannot be written: ${reasons[code ?? ""] ?? message}; give another place.`
  })
}
