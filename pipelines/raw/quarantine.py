"""Why a document is kept apart: reasons that lie in the document, and those that another run may not meet."""

# A fault of our own code, or of a worker process or its limits, which the machine's load can bring about: nothing is
# kept of it, and the next run tries again.
TRIED_AGAIN = ("parser_fault", "worker_died", "too_slow", "too_big")
