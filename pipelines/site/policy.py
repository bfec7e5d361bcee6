"""What a page may load, told to browsers by the page itself and by our server: its own style, scripts and pictures."""

from __future__ import annotations

FIND = "find.html"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)
# The search loads its index from beside the pages.
FIND_POLICY = f"{POLICY}; connect-src 'self'"
# DuckDB runs as WebAssembly in a worker, and fetches the published file from beside the page.
SQL = "sql.html"
SQL_POLICY = f"{FIND_POLICY}; worker-src 'self'".replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")


def policy_of(address: str) -> str:
    """The policy of a page or file, by its address within the site."""
    if address == SQL or address.startswith("sql/"):
        return SQL_POLICY
    return FIND_POLICY if address == FIND else POLICY
