import { SaxesParser } from "saxes"

/** What markup is made of, with places in the source, UTF-16 units, end exclusive. */
export interface MarkupSink {
  /** Character data; `sourceEnd - sourceStart` differs from the text's length for an entity. */
  readonly text: (text: string, sourceStart: number, sourceEnd: number) => void
  readonly open: (
    name: string,
    attributes: Readonly<Record<string, string>>,
    sourceStart: number,
    sourceEnd: number
  ) => void
  readonly close: (name: string, sourceStart: number, sourceEnd: number) => void
  readonly problem: (code: string, message: string, sourceStart: number, sourceEnd: number) => void
}

/** Longest tag, comment or declaration, in UTF-16 units; a longer one is taken for text. */
const maxMarkup = 4096
const maxEntity = 12
/** Deepest nesting; elements below are passed over and their text is read. */
const maxDepth = 64

const predefined: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }

const entityText = (name: string): string | undefined => {
  const code = /^#x([\da-f]{1,6})$/i.exec(name)?.[1]
  const value = code === undefined ? Number(/^#(\d{1,7})$/.exec(name)?.[1] ?? Number.NaN) : Number.parseInt(code, 16)
  if (Number.isNaN(value)) return predefined[name]
  return value > 0 && value <= 0x10ffff && !(value >= 0xd800 && value <= 0xdfff)
    ? String.fromCodePoint(value)
    : undefined
}

/** Whether a comment, a declaration or the like, which ends with `>`, is whole. */
const isWholeDeclaration = (text: string): boolean => {
  if (text.startsWith("<!--")) return text.length >= 7 && text.endsWith("-->")
  if (text.startsWith("<![CDATA[")) return text.endsWith("]]>")
  if (text.startsWith("<?")) return text.endsWith("?>")
  return !text.includes("[") || /\]\s*>$/.test(text)
}

/**
 * Reads XML as it arrives, in constant memory: text at once, tags when they are whole. The tags are parsed by saxes.
 * Entities are the five of XML and numbers of characters, so that nothing can expand. What is not well-formed is text.
 */
export class MarkupReader {
  private position = 0
  private held = ""
  /** The quotation mark that an attribute's value began with, inside one. */
  private quote = ""
  private depth = 0
  private failed = false
  private readonly sink: MarkupSink
  private parser: SaxesParser<{ fragment: true; position: false; xmlns: false }>
  private tag: { readonly name: string; readonly attributes: Readonly<Record<string, string>> } | undefined

  constructor(sink: MarkupSink) {
    this.sink = sink
    this.parser = this.newParser()
  }

  push(text: string): void {
    let from = 0
    for (let i = 0; i < text.length; i++) {
      const c = text[i] ?? ""
      if (this.held !== "") {
        this.held += c
        this.position++
        this.extend(c)
        from = i + 1
      } else if (c === "<" || c === "&") {
        this.plain(text.slice(from, i))
        this.held = c
        this.position++
        from = i + 1
      }
    }
    this.plain(text.slice(from))
  }

  /** The source is over: what was held back is text. */
  end(): void {
    this.giveUp()
  }

  private plain(text: string): void {
    if (text === "") return
    this.sink.text(text, this.position, this.position + text.length)
    this.position += text.length
  }

  private extend(c: string): void {
    if (this.held.startsWith("&")) {
      if (c === ";") this.entity()
      else if (!/[#\w]/.test(c) || this.held.length > maxEntity) this.giveUp()
      return
    }
    const declaration = this.held[1] === "!" || this.held[1] === "?"
    if (this.held.length === 2 && !/[\p{L}_/!?]/u.test(c)) this.giveUp()
    else if (declaration && c === ">" && isWholeDeclaration(this.held)) this.markup()
    else if (!declaration && c === "<") this.giveUp()
    else if (!declaration && c === ">" && this.quote === "") this.markup()
    else if (this.held.length > maxMarkup) this.giveUp()
    else if (!declaration && (c === '"' || c === "'"))
      this.quote = this.quote === "" ? c : this.quote === c ? "" : this.quote
  }

  /** Takes what was held for text after all; what follows its first character may be markup again. */
  private giveUp(): void {
    const held = this.held
    if (held === "") return
    this.held = ""
    this.quote = ""
    const start = this.position - held.length
    this.sink.problem(
      "malformed-markup",
      `"${held.slice(0, 40)}" is not markup and was read as text.`,
      start,
      start + held.length
    )
    const taken = held[1] === "!" || held[1] === "?" ? held.length : 1
    this.sink.text(held.slice(0, taken), start, start + taken)
    this.position = start + taken
    this.push(held.slice(taken))
  }

  private entity(): void {
    const held = this.held
    const text = entityText(held.slice(1, -1))
    if (text === undefined) return this.giveUp()
    this.held = ""
    this.sink.text(text, this.position - held.length, this.position)
  }

  private markup(): void {
    const held = this.held
    this.held = ""
    const start = this.position - held.length
    if (held.startsWith("<!--") || held.startsWith("<?")) return
    if (held.startsWith("<![CDATA[")) {
      const text = held.slice(9, -3)
      if (text !== "") this.sink.text(text, start + 9, this.position - 3)
      return
    }
    if (held.startsWith("<!")) {
      this.sink.problem(
        "declaration-ignored",
        "A document type declaration was passed over; entities cannot be declared.",
        start,
        this.position
      )
      return
    }
    const closing = held.startsWith("</")
    const empty = held.endsWith("/>")
    if (closing) {
      const name = held.slice(2, -1).trim()
      this.depth = Math.max(0, this.depth - 1)
      if (this.depth < maxDepth) this.sink.close(localName(name), start, this.position)
      return
    }
    if (!empty) this.depth++
    if (this.depth > maxDepth) {
      if (this.depth === maxDepth + 1) {
        this.sink.problem(
          "too-deep",
          `Elements more than ${maxDepth} deep are passed over; their text is read.`,
          start,
          this.position
        )
      }
      return
    }
    const tag = this.parse(empty ? held : `${held.slice(0, -1)}/>`)
    if (tag === undefined) {
      if (!empty) this.depth--
      this.held = held
      return this.giveUp()
    }
    this.sink.open(localName(tag.name), tag.attributes, start, this.position)
    if (empty) this.sink.close(localName(tag.name), this.position, this.position)
  }

  /** The name and the attributes of an empty element, or undefined when it is not well-formed. */
  private parse(element: string) {
    this.tag = undefined
    this.failed = false
    this.parser.write(element)
    if (this.failed) this.parser = this.newParser()
    return this.failed ? undefined : this.parsed()
  }

  private parsed() {
    return this.tag
  }

  private newParser(): SaxesParser<{ fragment: true; position: false; xmlns: false }> {
    const parser = new SaxesParser({ fragment: true, position: false, xmlns: false } as const)
    parser.on("opentag", (tag) => {
      this.tag = { name: tag.name, attributes: tag.attributes }
    })
    parser.on("error", () => {
      this.failed = true
    })
    return parser
  }
}

const localName = (name: string): string => name.slice(name.indexOf(":") + 1)
