"""What a page may load, told to browsers by the page itself and by our server: its own style, scripts and pictures."""

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)
