"""Log-mel spectrogram as HiFi-GAN computes it for LJSpeech, and the MFCC of the aligner (numpy)."""
import numpy as np

from .constants import FFT_SIZE, HOP, MEL_BINS, MEL_FLOOR, SAMPLE_RATE


def mel_edges(bands=MEL_BINS, low=0.0, high=8000.0):
    """Hz of the bands + 2 corners of triangles evenly spaced on Slaney's mel scale (linear below 1 kHz, logarithmic above)."""
    step, knee = 200.0 / 3, 1000.0
    ratio = np.log(6.4) / 27

    def to_mel(hz):
        return hz / step if hz < knee else knee / step + np.log(hz / knee) / ratio

    mel = np.linspace(to_mel(low), to_mel(high), bands + 2)
    return np.where(mel < knee / step, mel * step, knee * np.exp((mel - knee / step) * ratio))


def mel_centres():
    """Hz of the centre of each band of the log-mel."""
    return mel_edges()[1:-1]


def mel_filterbank(n_fft=FFT_SIZE, bands=MEL_BINS, low=0.0, high=8000.0, rate=SAMPLE_RATE):
    """Triangles of unit area on Slaney's mel scale: [bands, n_fft / 2 + 1]."""
    edges = mel_edges(bands, low, high)
    bins = np.linspace(0, rate / 2, n_fft // 2 + 1)
    left, centre, right = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rising, falling = (bins - left) / (centre - left), (right - bins) / (right - centre)
    return (np.maximum(0, np.minimum(rising, falling)) * (2 / (right - left))).astype(np.float32)


def magnitudes(samples, n_fft=FFT_SIZE, hop=HOP):
    """Magnitude STFT [frames, bins]: Hann, reflected by (n_fft - hop) / 2 so that frame i is centred on (i + 1/2) hop."""
    pad = (n_fft - hop) // 2
    padded = np.pad(samples, (pad, pad), mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, n_fft)[::hop]
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)
    spectrum = np.fft.rfft(frames * window, axis=1)
    return np.sqrt(spectrum.real**2 + spectrum.imag**2 + 1e-9).astype(np.float32)


_MEL = mel_filterbank()


def log_mel(samples):
    """Log-mel [frames, 80] of samples in [-1, 1]."""
    return np.log(np.maximum(magnitudes(samples) @ _MEL.T, MEL_FLOOR)).astype(np.float32)


def mfcc(samples, hop=HOP // 2, coefficients=13):
    """MFCC with first and second differences, [frames, 39], two frames a hop of the voice: the aligner's view."""
    bands = 40
    spectrum = magnitudes(samples, 512, hop) @ mel_filterbank(512, bands, 60, 10000).T
    k, i = np.arange(coefficients)[:, None], np.arange(bands)[None]
    cepstrum = np.log(np.maximum(spectrum, 1e-4)) @ (np.cos(np.pi * k * (i + 0.5) / bands) * np.sqrt(2 / bands)).T

    def slope(x):
        padded = np.pad(x, ((2, 2), (0, 0)), mode="edge")
        return (padded[4:] - padded[:-4]) / 2

    return np.concatenate([cepstrum, slope(cepstrum), slope(slope(cepstrum))], 1).astype(np.float32)
