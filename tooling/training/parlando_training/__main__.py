import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")  # two threads of one process on busy cores are slower than one

from .cli import main  # noqa: E402

main()
