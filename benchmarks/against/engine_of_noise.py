"""An engine process for random weights: the product's own, but for the test at its start, which would refuse them.

An engine refuses to serve a model that writes noise, and random weights write nothing else.
"""

from newsbrief_service import models
from newsbrief_service.engine.__main__ import main

if __name__ == "__main__":
    vars(models)["noise"] = lambda _: ""
    main()
