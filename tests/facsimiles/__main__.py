"""``python -m tests.facsimiles [DIR]`` writes every sample, by default to ``data/sample``."""

import sys
from pathlib import Path

from .samples import SAMPLE, write_all

for written in write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE):
    print(written)
