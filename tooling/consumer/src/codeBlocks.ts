/** A block of TypeScript in a document or a comment. */
export interface CodeBlock {
  /** The name that the block gives itself: ```` ```ts file=plain.ts ````. */
  readonly name: string | undefined
  /** Line of the document, from 1, on which the code's first line is. */
  readonly line: number
  readonly code: string
}

const fence = /^(\s*)```(\w*)(?:\s+file=(\S+))?\s*$/

/** The blocks of a Markdown document that are marked `ts`. */
export const markdownBlocks = (markdown: string): ReadonlyArray<CodeBlock> => {
  const blocks: Array<CodeBlock> = []
  let open:
    | { language: string; name: string | undefined; line: number; indent: string; lines: Array<string> }
    | undefined
  markdown.split(/\r?\n/).forEach((text, index) => {
    const [matched, indent = "", language = "", name] = fence.exec(text) ?? []
    if (open === undefined) {
      if (matched !== undefined) open = { language, name, line: index + 2, indent, lines: [] }
    } else if (matched === undefined)
      open.lines.push(text.startsWith(open.indent) ? text.slice(open.indent.length) : text)
    else {
      if (open.language === "ts") blocks.push({ name: open.name, line: open.line, code: open.lines.join("\n") })
      open = undefined
    }
  })
  return blocks
}

/** The blocks in the documentation comments of a TypeScript module that are marked `ts`. */
export const commentBlocks = (source: string): ReadonlyArray<CodeBlock> => {
  const comments = source.split(/\r?\n/).map((line) => /^\s*(?:\/\*\*|\*(?!\/)) ?(.*)$/.exec(line)?.[1] ?? "")
  return markdownBlocks(comments.join("\n"))
}
