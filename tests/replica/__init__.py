"""A replica of Ofsted's reports site, for tests and for trying out by hand."""
