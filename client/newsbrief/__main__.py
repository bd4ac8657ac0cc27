"""``python -m newsbrief``."""

import sys

from newsbrief._cli import main

if __name__ == "__main__":
    sys.exit(main())
