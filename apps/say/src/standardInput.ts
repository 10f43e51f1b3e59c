import { Schema, Stream } from "effect"

/** Standard input could not be read as text. */
export class InputTextError extends Schema.TaggedError<InputTextError>()("InputTextError", { message: Schema.String }) {
  readonly retryable = false
}

async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true })
  for await (const piece of bytes) {
    const text = decoder.decode(piece, { stream: true })
    if (text !== "") yield text
  }
  const rest = decoder.decode()
  if (rest !== "") yield rest
}

/** UTF-8 as text, in the pieces in which it arrives; a character that is cut in two waits for its other half. */
export const utf8Text = (bytes: AsyncIterable<Uint8Array>): Stream.Stream<string, InputTextError> =>
  Stream.fromAsyncIterable(
    decoded(bytes),
    (cause) =>
      new InputTextError({
        message:
          cause instanceof TypeError
            ? "The text on standard input is not UTF-8; convert it first, for example with iconv."
            : `Standard input cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`
      })
  )
