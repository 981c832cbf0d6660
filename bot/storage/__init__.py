"""WHERE it is kept: the only package that imports SQLAlchemy. It speaks the dataclasses of the rooms below it."""
