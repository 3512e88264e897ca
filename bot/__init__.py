"""The command line and the chat bot."""

import os

# Matrices are small here: numpy's further threads would only burn a core while they wait for the next one.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
