"""Constants that every stage and the shipped voice agree on."""

SAMPLE_RATE = 22050  # Hz
FFT_SIZE = 1024
HOP = 256  # samples a frame; frame i is centred on sample i * HOP + HOP / 2
MEL_BINS = 80
MEL_FLOOR = 1e-5  # log-mel is ln(max(magnitude, floor))
FEATURES = MEL_BINS + 2  # log-mel, ln F0, voicing

F0_MIN, F0_MAX = 70.0, 450.0  # Hz, range of the tracker

VOWELS = frozenset("AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW".split())
VOICELESS = frozenset("S SH F TH CH T P K HH".split())
# index = phoneme number in every graph; 0 is silence
PHONEMES = ["SIL"] + sorted(VOWELS | VOICELESS | frozenset("B D DH G JH L M N NG R V W Y Z ZH".split()))

# position codes of tokens (see the voice contract)
INSIDE, INITIAL, FINAL, SINGLE = 0, 1, 2, 3
START, PAUSE, COMMA, STOP, QUESTION, EXCLAMATION = 4, 5, 6, 7, 8, 9
