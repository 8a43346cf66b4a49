"""What can be computed of scores, in plain Python: no Django, nothing of the house but its refusals.

Matrices here are small: more threads for them cost more than they give, much more on a busy machine. So, where nothing
else was asked for and numpy is not yet there, one is enough.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
