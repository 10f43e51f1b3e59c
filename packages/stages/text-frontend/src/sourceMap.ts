/** Plain text's place in the source: `length` units of plain text from `plain` came from `sourceLength` from `source`. */
interface Segment {
  readonly plain: number
  readonly length: number
  readonly source: number
  readonly sourceLength: number
}

/** Where plain text came from: the source's positions and its text. */
export interface Origin {
  /** The source position at which the unit at a plain position begins. */
  readonly start: (position: number) => number
  /** The source position at which the unit before a plain position ends. */
  readonly end: (position: number) => number
  readonly slice: (start: number, end: number) => string
}

/** How much is kept before it is released, so that releasing costs little. */
const releasedUnits = 4096

/** Remembers where plain text came from, back to what was released. Stretches are added in order. */
export class SourceMap implements Origin {
  private segments: Array<Segment> = []
  private text = ""
  private base = 0

  /** Adds source text. */
  append(source: string): void {
    this.text += source
  }

  /** Says where the next stretch of plain text came from. */
  add(plain: number, length: number, source: number, sourceLength: number): void {
    const last = this.segments.at(-1)
    const continues =
      last !== undefined &&
      last.length === last.sourceLength &&
      length === sourceLength &&
      last.plain + last.length === plain &&
      last.source + last.length === source
    if (continues) {
      this.segments[this.segments.length - 1] = {
        ...last,
        length: last.length + length,
        sourceLength: last.length + length
      }
    } else {
      this.segments.push({ plain, length, source, sourceLength })
    }
  }

  readonly start = (position: number): number => {
    const segment = this.find(position)
    if (segment === undefined) return this.base
    return segment.length === segment.sourceLength ? segment.source + position - segment.plain : segment.source
  }

  readonly end = (position: number): number => {
    const segment = this.find(position - 1)
    if (segment === undefined) return this.base
    return segment.length === segment.sourceLength
      ? segment.source + position - segment.plain
      : segment.source + segment.sourceLength
  }

  readonly slice = (start: number, end: number): string => this.text.slice(start - this.base, end - this.base)

  /** Forgets what lies before a plain position. */
  release(position: number): void {
    const keep = this.start(position)
    if (keep - this.base < releasedUnits) return
    this.text = this.text.slice(keep - this.base)
    this.base = keep
    this.segments = this.segments
      .filter((segment) => segment.plain + segment.length > position)
      .map((segment) => {
        const cut = position - segment.plain
        if (cut <= 0 || segment.length !== segment.sourceLength) return segment
        return {
          plain: position,
          length: segment.length - cut,
          source: segment.source + cut,
          sourceLength: segment.sourceLength - cut
        }
      })
  }

  private find(position: number): Segment | undefined {
    let low = 0
    let high = this.segments.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.segments[middle]?.plain ?? 0) <= position) low = middle
      else high = middle - 1
    }
    return this.segments[low]
  }
}
