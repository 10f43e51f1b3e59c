import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { RingBuffer } from "../src/index.ts"

type Step = { readonly write: number } | { readonly read: number } | { readonly skip: number }

const sizes = fc.integer({ min: 0, max: 15 })
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ write: sizes }),
  fc.record({ read: sizes }),
  fc.record({ skip: sizes })
)

describe("RingBuffer", () => {
  it("behaves as a bounded queue that takes what fits", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.array(steps, { maxLength: 40 }), (capacity, script) => {
        const ring = new RingBuffer(capacity)
        const queue: Array<number> = []
        let next = 0
        for (const step of script) {
          if ("write" in step) {
            const samples = Float32Array.from({ length: step.write }, (_, i) => next + i)
            const taken = ring.write(samples)
            expect(taken).toBe(Math.min(step.write, capacity - queue.length))
            queue.push(...samples.subarray(0, taken))
            next += taken
          } else if ("read" in step) {
            const target = new Float32Array(step.read)
            expect(ring.peek(target)).toBe(Math.min(step.read, queue.length))
            const count = ring.read(target)
            expect([...target.subarray(0, count)]).toEqual(queue.splice(0, step.read))
          } else {
            expect(ring.skip(step.skip)).toBe(queue.splice(0, step.skip).length)
          }
          expect([ring.length, ring.free]).toEqual([queue.length, capacity - queue.length])
        }
      })
    )
  })

  it("is empty and whole again after a clear", () => {
    const ring = new RingBuffer(3)
    ring.write(Float32Array.of(1, 2))
    ring.clear()
    expect(ring.length).toBe(0)
    expect(ring.write(Float32Array.of(4, 5, 6))).toBe(3)
    const target = new Float32Array(3)
    ring.read(target)
    expect([...target]).toEqual([4, 5, 6])
  })

  it("refuses an impossible capacity", () => {
    for (const capacity of [0, -1, 1.5, Number.NaN]) expect(() => new RingBuffer(capacity)).toThrow(RangeError)
  })
})
