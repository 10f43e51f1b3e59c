import type { Defect } from "./Defect.ts"
import { leastStep } from "./LevelDetector.ts"
import { suspiciousClick } from "./ClickDetector.ts"

/** Points between clean speech (4.65) and the worst (1) on the scale of mean opinions that PLCMOS predicts. */
const range = 3.65
/** What a hard splice costs: 4.65 - 4.23. */
const splice = 0.42
/** A click this many times larger than expected costs as much as a hard splice. */
const loudClick = 6
/** What a gap of 10 ms costs (4.65 - 3.92), and what each doubling adds (4.65 - 2.94 at 40 ms). */
const shortGap = 0.73
const gapDoubling = 0.49

/** Seconds of audio that quality is about: about a breath. */
export const secondsOfQuality = 3

/** Points of a mean opinion score that a defect costs. */
const points = (defect: Defect, sampleRate: number): number => {
  switch (defect.kind) {
    case "click":
      return splice * Math.min(1, (defect.amount - suspiciousClick) / (loudClick - suspiciousClick))
    case "clipping":
      // Each clipped millisecond tears the wave as a splice does.
      return (splice * defect.amount * 1000) / sampleRate
    case "level-step":
      return (splice * Math.abs(defect.amount)) / leastStep
    case "gap":
      return shortGap + gapDoubling * Math.log2(defect.amount / 10)
    case "not-finite":
      return range
  }
}

/**
 * What a defect takes from the quality of the three seconds around it, 0-1. The anchors are scores of PLCMOS v2 on speech
 * with one kind of defect: clean 4.65, hard splices 4.23, gaps of 10 ms 3.92, gaps of 40 ms 2.94.
 *
 * @example
 * ```ts
 * import { defectCost } from "@parlando/quality-control"
 *
 * console.log(defectCost({ kind: "gap", start: 0, length: 882, amount: 40 }, 22050)) // about 0.47
 * ```
 */
export const defectCost = (defect: Defect, sampleRate: number): number =>
  Math.min(1, Math.max(0, points(defect, sampleRate) / range))
