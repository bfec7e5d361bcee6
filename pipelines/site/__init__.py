"""The static site: pages of the published warehouse, made without a network and read without one."""

from pipelines.site.build import SiteSummary, build_site
from pipelines.site.errors import SiteError

__all__ = ["SiteError", "SiteSummary", "build_site"]
