import type { StepLadder } from "@parlando/acoustic-model"
import type { Voice } from "@parlando/models"

/** Frames of the largest step; larger ones would save no more compute. */
const largestStep = 64

/**
 * Steps for a first chunk of the given samples: the first one is just large enough for it, and the ones after it grow,
 * since large steps cost less.
 */
export const stepLadder = (voice: Voice["Service"], firstSamples: number): StepLadder => ({
  first: Math.min(largestStep, Math.ceil((firstSamples + voice.level.delaySamples) / voice.manifest.hop)),
  growth: 2,
  most: largestStep
})
