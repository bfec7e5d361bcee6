"""The warehouse file: its schema, its SQL models, its build, and ready questions about it."""
