/** What a figure should be. */
export interface Goal {
  /** For the table, such as `<= 8`. */
  readonly text: string
  /** `figures` are all the results of the bench, by name. */
  readonly met: (value: number, figures: ReadonlyMap<string, number>) => boolean
}

const show = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 3 })
const atMost = (limit: number, stretch?: number): Goal => ({
  text: `<= ${show(limit)}${stretch === undefined ? "" : ` (${show(stretch)})`}`,
  met: (value) => value <= limit
})
const below = (limit: number): Goal => ({ text: `< ${show(limit)}`, met: (value) => value < limit })
const atLeast = (limit: number): Goal => ({ text: `>= ${show(limit)}`, met: (value) => value >= limit })

const megabyte = 1_000_000

/** Every goal, by the name of its figure; stretch goals in brackets. */
export const goals: Readonly<Record<string, Goal>> = {
  first_audio_ms_p50: atMost(8, 5),
  first_audio_ms_p99: atMost(20),
  stop_ms: {
    text: "<= fade + one chunk",
    met: (value, figures) => value <= (figures.get("fade_and_chunk_ms") ?? 0) + 0.001
  },
  steps_after_stop: atMost(0),
  first_audio_growth: atMost(1.2),
  tokens_to_first_audio: atMost(5),
  first_token_to_sound_ms: atMost(100),
  overhead_ratio: atMost(1.15, 1.1),
  rtf_1_thread: atMost(0.03, 0.015),
  live_streams: {
    text: ">= 0.7 x 2 / RTF",
    met: (value, figures) => value >= 1.4 / (figures.get("rtf_1_thread") ?? 0)
  },
  event_loop_stall_ms: atMost(10),
  rss_growth_mb: below(5),
  copy_bvcc: atLeast(3.8),
  copy_ovrl: atLeast(3.2),
  tts_bvcc: atLeast(3.4),
  tts_ovrl: atLeast(3.1),
  wer_over_flite: atMost(1),
  voice_bytes: atMost(12 * megabyte, 6 * megabyte),
  rtf_64_frames: atMost(0.02),
  first_256_ms: atMost(6),
  load_ms: atMost(250),
  normalisation_exact: atLeast(95),
  segmentation_exact: atLeast(93),
  retractions: atMost(0),
  homographs_micro: atLeast(95),
  homographs_balanced: atLeast(85),
  g2p_per: atMost(6.5),
  g2p_wer: atMost(25),
  g2p_per_stress: atMost(9),
  g2p_words_per_s: atLeast(5000),
  words_per_s: atLeast(50_000),
  token_us: below(50),
  data_bytes: atMost(2.5 * megabyte)
}
