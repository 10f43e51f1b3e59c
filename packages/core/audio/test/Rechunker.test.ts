import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type AudioChunk, type ChunkLadder, chunkSize, fixedLadder, Rechunker, type WordSpan } from "../src/index.ts"

const sampleRate = 22050

const word = (index: number, startSample: number): WordSpan => ({
  text: `w${index}`,
  textStart: index,
  textEnd: index + 1,
  startSample,
  endSample: startSample + 1,
  phonemes: []
})

/** An utterance of samples 1, 2, 3, ... with words at given samples, cut into chunks of given sizes. */
const utterance = (sizes: ReadonlyArray<number>, wordStarts: ReadonlyArray<number>): Array<AudioChunk> => {
  const words = wordStarts.toSorted((a, b) => a - b).map((at, i) => word(i, at))
  let start = 0
  return sizes.map((size, index) => {
    const chunk = {
      index,
      start,
      samples: Float32Array.from({ length: size }, (_, i) => start + i + 1),
      sampleRate,
      words: words.filter((w) => w.startSample >= start && w.startSample < start + size)
    }
    start += size
    return chunk
  })
}

const rechunk = (ladder: ChunkLadder, chunks: ReadonlyArray<AudioChunk>): Array<AudioChunk> => {
  const rechunker = new Rechunker(ladder)
  return [...chunks.flatMap((chunk) => rechunker.push(chunk)), ...rechunker.flush()]
}

const ladders: fc.Arbitrary<ChunkLadder> = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.double({ min: 1, max: 3, noNaN: true }), fc.integer({ min: 0, max: 50 }))
  .map(([first, growth, more]) => ({ first, growth, max: first + more }))

const utterances = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 12 }).chain((sizes) => {
  const total = sizes.reduce((a, b) => a + b, 0)
  return fc.array(fc.integer({ min: 0, max: total - 1 }), { maxLength: 10 }).map((starts) => utterance(sizes, starts))
})

describe("Rechunker", () => {
  it("keeps samples, positions and words, on any ladder and from any chunks", () => {
    fc.assert(
      fc.property(ladders, utterances, (ladder, input) => {
        const output = rechunk(ladder, input)
        const total = input.reduce((sum, chunk) => sum + chunk.samples.length, 0)
        expect(output.flatMap((chunk) => [...chunk.samples])).toEqual(Array.from({ length: total }, (_, i) => i + 1))
        expect(output.flatMap((chunk) => chunk.words)).toEqual(input.flatMap((chunk) => chunk.words))
        let start = 0
        output.forEach((chunk, index) => {
          expect(chunk).toMatchObject({ index, start, sampleRate })
          const end = start + chunk.samples.length
          if (index < output.length - 1) expect(chunk.samples.length).toBe(chunkSize(ladder, index))
          else expect(chunk.samples.length).toBeLessThanOrEqual(chunkSize(ladder, index))
          for (const { startSample } of chunk.words) {
            expect(startSample).toBeGreaterThanOrEqual(start)
            expect(startSample).toBeLessThan(end)
          }
          start = end
        })
      })
    )
  })

  it("lets a chunk go as soon as its samples are there", () => {
    const rechunker = new Rechunker({ first: 4, growth: 2, max: 16 })
    const [first, second] = utterance([5, 7], [])
    expect(rechunker.push(first!).map((chunk) => chunk.samples.length)).toEqual([4])
    expect(rechunker.buffered).toBe(1)
    expect(rechunker.push(second!).map((chunk) => chunk.samples.length)).toEqual([8])
    expect(rechunker.buffered).toBe(0)
    expect(rechunker.flush()).toEqual([])
  })

  it("copies only where a chunk spans two inputs", () => {
    const input = utterance([4, 6], [])
    const output = rechunk(fixedLadder(3), input)
    expect(output.map((chunk) => input.findIndex((from) => from.samples.buffer === chunk.samples.buffer))).toEqual([
      0, -1, 1, 1
    ])
  })

  it("passes a chunk of the right size through as it is", () => {
    const input = utterance([4, 4], [])
    expect(rechunk(fixedLadder(4), input).map((chunk) => chunk.samples)).toEqual(input.map((chunk) => chunk.samples))
    expect(rechunk(fixedLadder(4), input)[1]!.samples).toBe(input[1]!.samples)
  })

  it("keeps a word whose position lies outside its chunk", () => {
    const chunk = { ...utterance([4], [])[0]!, words: [word(0, -3), word(1, 99)] }
    const output = rechunk(fixedLadder(2), [chunk])
    expect(output.map(({ words }) => words.map((w) => w.text))).toEqual([["w0"], ["w1"]])
  })

  it("begins another utterance after a flush", () => {
    const rechunker = new Rechunker({ first: 2, growth: 2, max: 8 })
    for (const chunk of utterance([7], [])) rechunker.push(chunk)
    rechunker.flush()
    expect(rechunker.push(utterance([2], [])[0]!)).toMatchObject([{ index: 0, start: 0 }])
  })

  it("refuses a chunk that does not follow the one before", () => {
    const rechunker = new Rechunker(fixedLadder(4))
    const [first, second] = utterance([4, 4], [])
    rechunker.push(first!)
    expect(() => rechunker.push({ ...second!, start: 5 })).toThrow(/contiguous: expected sample 4/)
    expect(() => rechunker.push({ ...second!, sampleRate: 8000 })).toThrow(RangeError)
  })

  it("refuses an impossible ladder and says which field", () => {
    expect(() => new Rechunker({ first: 0, growth: 1, max: 4 })).toThrow(/first/)
    expect(() => new Rechunker({ first: 1.5, growth: 1, max: 4 })).toThrow(/first/)
    expect(() => new Rechunker({ first: 4, growth: 0.5, max: 4 })).toThrow(/growth/)
    expect(() => new Rechunker({ first: 4, growth: Number.NaN, max: 4 })).toThrow(/growth/)
    expect(() => new Rechunker({ first: 4, growth: 1, max: 3 })).toThrow(/max/)
  })
})
