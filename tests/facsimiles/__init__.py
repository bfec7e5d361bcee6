"""Facsimiles: real facts and page layouts of published reports, in wording of the project.

One module per framework family builds its story from ``facts/*.yaml``; ``layout`` sets the pages.
"""
