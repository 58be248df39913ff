"""Bytes out to the world: names, atomic writes."""
